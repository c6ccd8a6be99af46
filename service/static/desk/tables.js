/* Tables of records: on a telephone each row stands as a card, and each cell tells which column it is of. */

/* Returns the rows, each cell with the name of its column. body: the one they are for. */
export const labelled = (body, rows) => {
  const names = [...body.closest("table").tHead.rows[0].cells].map((cell) => cell.textContent);
  for (const row of rows) [...row.cells].forEach((cell, at) => { cell.dataset.column = names[at]; });
  return rows;
};
