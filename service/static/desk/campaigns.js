/* Comments that say the same, as groups: decided together, now and for what still comes. */
import { get, remove } from "./api.js";
import { openBulk } from "./bulk.js";
import { $, answered, may, notice, open, said, scrollable } from "./shell.js";
import { offer, sites } from "./sites.js";
import { moment, percent, say } from "./words.js";

let next = null;
let session = null;

const card = (campaign) => {
  const node = $("row").content.firstElementChild.cloneNode(true);
  const find = (selector) => node.querySelector(selector);
  const decides = may(session, "comments:decide");
  find(".text").textContent = campaign.text;
  find(".size").textContent = say("alike", { n: campaign.size });
  find(".score").textContent = campaign.spam_probability === null ? say("unscored") : say("mean-score", { score: percent(campaign.spam_probability) });
  find(".span").textContent = say("between", { from: moment(campaign.first_seen), to: moment(campaign.last_seen) });
  find(".where").textContent = say("on-pages", { n: campaign.pages, sites: campaign.sites.join(", ") });
  const { order } = campaign;
  find(".order").hidden = !order;
  if (order) find(".order span").textContent = say("ordered", { action: say(`do-${order.action}`), until: moment(order.until), by: order.by });
  find(".end-order").hidden = !decides;
  find(".end-order").addEventListener("click", async () => {
    if (answered(await remove(`/campaigns/${encodeURIComponent(campaign.id)}/order`, said($("filter"))))) { notice(say("order-ended")); list(); }
  });
  find(".decide").hidden = !decides;
  find(".decide").addEventListener("click", () => openBulk({ campaign: campaign.id, ...said($("filter")) }, () => list()));
  find(".show").href = `/desk?${new URLSearchParams({ campaign: campaign.id, order: "newest", ...said($("filter")) })}`;
  return node;
};

const list = async (after) => {
  const answer = await get("/campaigns", { ...said($("filter")), after });
  if (!answered(answer)) return;
  if (!after) $("list").replaceChildren();
  $("list").append(...answer.body.items.map(card));
  next = answer.body.next;
  $("more").hidden = !next;
  $("none").hidden = $("list").childElementCount > 0;
};

$("filter").addEventListener("change", () => list());
$("filter").addEventListener("submit", (event) => event.preventDefault());
$("more").addEventListener("click", () => list(next));
open(async (who) => {
  session = who;
  scrollable($("list"));
  offer($("filter").elements.site, await sites(), "");
  list();
});
