"""Take a comment: judge it, seal its address, store it with its event, say whether it is public."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.domain.campaign_order import ordered
from service.domain.comment import Comment
from service.domain.errors import (
    Banned,
    ClassifierUnavailable,
    IdempotencyConflict,
    InvalidSubmission,
    OriginNotAllowed,
    PageClosed,
    SiteClosed,
    UnknownPage,
)
from service.domain.event import submitted
from service.domain.fields import Field, FieldFault, FieldProblem
from service.domain.kept_evidence import KeptEvidence
from service.domain.lifecycle import State
from service.domain.page import Page
from service.domain.policy import Outcome, Verdict
from service.domain.rules import judge
from service.domain.signals import observe
from service.domain.submission import Submission, in_field_order, read_submission
from service.use_cases.attempt import Accepted
from service.use_cases.looked_at import LookedAt, met_bans
from service.use_cases.ports import InvalidEmail
from service.use_cases.repositories import Answer, Arrival, DuplicateText, KeyTaken

if TYPE_CHECKING:
    from datetime import datetime

    from service.domain.author import AuthorId, SealedEmail
    from service.domain.campaign import CampaignId
    from service.domain.comment import CommentId
    from service.domain.site import Site
    from service.use_cases.attempt import Attempt
    from service.use_cases.campaign_orders import StandingOrders
    from service.use_cases.campaigns import Campaigns
    from service.use_cases.event_log import Events
    from service.use_cases.ports import (
        CampaignSigner,
        Clock,
        CommentIds,
        EmailSealer,
        FormStamps,
        KeyedHasher,
        Markup,
        RateLimiter,
        Receipts,
        SpamClassifier,
        TextFolder,
    )
    from service.use_cases.repositories import Answers, Authors, Comments, Pages, Sites, Transaction

STATES = {
    Outcome.PUBLISH: State.APPROVED,
    Outcome.HOLD: State.PENDING,
    Outcome.FILE_AS_SPAM: State.SPAM,
    Outcome.REJECT: State.REJECTED,
}

DISTINCTIVE = 40
"""Characters from which two people hardly write the same; a shorter text, "Setuju!", repeats its own author's only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitComment:
    """The walk of one submission, straight through."""

    clock: Clock
    new_id: CommentIds
    limiter: RateLimiter
    stamps: FormStamps
    sealer: EmailSealer
    hasher: KeyedHasher
    classifier: SpamClassifier
    fold: TextFolder
    sign: CampaignSigner
    markup: Markup
    receipts: Receipts
    sites: Sites
    pages: Pages
    authors: Authors
    comments: Comments
    campaigns: Campaigns
    orders: StandingOrders
    events: Events
    answers: Answers
    transaction: Transaction

    def __call__(self, attempt: Attempt) -> Accepted:
        """Take a comment.

        Raises:
            UnknownSite, UnknownPage: There is no such site, or the site lists its pages and this is none.
            OriginNotAllowed: The browser's page is not one of the site's.
            TooManyComments: The author must wait.
            SiteClosed, PageClosed: No comments are taken there.
            Banned: None are taken from this author, who is told so.
            InvalidSubmission: Fields are missing or unusable; all of them are named.
            IdempotencyConflict: The key came with another body before.
            StorageUnavailable: Nothing was stored; try again.
        """
        site = self.sites.get(attempt.site)
        if not site.admits(attempt.origin, attempt.own_origin):
            raise OriginNotAllowed(site.id)
        self.limiter.hit(site.id, attempt.client)
        submission, sealed = self._read(attempt, site)
        body = self._body_digest(attempt) if attempt.key else b""
        if attempt.key and (answer := self.answers.find(site.id, attempt.key)):
            return self._same_answer(answer, body)
        if site.closed:
            raise SiteClosed(site.id)
        judged = self._look(submission, sealed, site, attempt.client)
        try:
            try:
                return self._store(site, judged, attempt.key, body)
            except DuplicateText:
                # The same text came twice at once and the other was stored first; this one is judged as what it now is.
                # It may be the same request, too: then its key is taken.
                return self._store(site, judged, attempt.key, body, duplicate=True)
        except KeyTaken:
            answer = self.answers.find(site.id, attempt.key or "")
            if answer is None:
                raise
            return self._same_answer(answer, body)

    def _read(self, attempt: Attempt, site: Site) -> tuple[Submission, SealedEmail | None]:
        """Return the submission and its sealed address, or name everything that is wrong."""
        submission, problems = read_submission(attempt.fields, site, attempt.language or site.language)
        address = attempt.fields.get(Field.EMAIL)
        sealed = None
        if isinstance(address, str) and address.strip() and not any(p.field == Field.EMAIL for p in problems):
            try:
                sealed = self.sealer.seal(site.id, address.strip())
            except InvalidEmail as error:
                problems = in_field_order((*problems, FieldProblem(field=Field.EMAIL, code=error.fault)))
        if submission is None or problems:
            raise InvalidSubmission(problems)
        return submission, sealed

    def _look(self, submission: Submission, sealed: SealedEmail | None, site: Site, client: str) -> LookedAt:
        """Find out everything that the rules look at."""
        folded = self.fold(submission.text)
        said = " ".join(folded.split())
        author = sealed.key.hex() if sealed else submission.name
        fingerprint = self.hasher("text", said, "" if len(said) >= DISTINCTIVE else author)
        now = self.clock.now()
        around = self.comments.surroundings(
            Arrival(
                site=site.id,
                page=submission.page,
                parent=submission.parent,
                email=sealed,
                fingerprint=fingerprint,
                at=now,
            )
        )
        if around.page is None and site.listed_pages_only:
            raise UnknownPage(submission.page)
        if submission.parent is not None and not around.parent_public:
            raise InvalidSubmission((FieldProblem(field=Field.PARENT, code=FieldFault.UNKNOWN_PARENT),))
        signals = observe(
            submission,
            site.policy,
            form_age=self.stamps.age(site.id, submission.page, submission.stamp),
            disposable_address=sealed is not None and sealed.disposable,
            fold=self.fold,
        )
        probability, model = self._score(submission, site)
        return LookedAt(
            submission=submission,
            sealed=sealed,
            fingerprint=fingerprint,
            folded=f"{self.fold(submission.name)}\n{folded}",
            signals=signals,
            around=around,
            bans=met_bans(around, site, client, now),
            probability=probability,
            model=model,
            signature=self.sign(submission.text, folded),
        )

    def _score(self, submission: Submission, site: Site) -> tuple[float | None, str | None]:
        """Return the spam probability and the model that gave it; nothing where it cannot be given."""
        classifier = self.classifier.of_site(site.id)
        try:
            probability = classifier.probability(submission.text, submission.name, submission.url)
        except ClassifierUnavailable:
            return None, None
        # What is no probability is no judgement either: the comment is held like any that was not scored.
        return (probability, classifier.digest) if 0 <= probability <= 1 else (None, None)

    def _judge(self, site: Site, judged: LookedAt, *, duplicate: bool) -> tuple[Verdict, KeptEvidence]:
        """Return the policy's verdict, and what is to be kept of what it rests on.

        Raises:
            PageClosed, Banned: The policy refuses.
        """
        evidence = judged.evidence(site.policy, duplicate=duplicate)
        verdict = judge(evidence)
        if verdict.outcome is Outcome.REFUSE:
            raise Banned if verdict.rule == "banned" else PageClosed(judged.submission.page)
        return verdict, KeptEvidence.of(evidence)

    def _store(
        self, site: Site, judged: LookedAt, key: str | None, body: bytes, *, duplicate: bool = False
    ) -> Accepted:
        """Store the comment, its page, author, event and answer, all or nothing."""
        duplicate = duplicate or judged.around.duplicate
        verdict, evidence = self._judge(site, judged, duplicate=duplicate)
        now, number = self.clock.now(), self.new_id()
        submission = judged.submission
        with self.transaction():
            campaign = self.campaigns.join(judged.signature, number, site.id, now) if judged.signature else None
            if campaign is not None and campaign != number:
                order = self.orders.standing(site.id, campaign, now)
                if order is not None:
                    verdict = ordered(verdict, order, scored=judged.probability is not None)
                    evidence = replace(evidence, order=order)
            public = verdict.outcome is Outcome.PUBLISH
            if judged.around.page is None or public:
                self.pages.note(site.id, Page(key=submission.page, title=submission.page_title), published=int(public))
            author = self.authors.note(site.id, judged.sealed, now, approved=int(public)) if judged.sealed else None
            comment = self._comment(number, site, judged, verdict, author, campaign, now)
            self.comments.add(comment, None if duplicate else judged.fingerprint, evidence)
            self.events.append(submitted(comment))
            if key:
                self.answers.remember(site.id, key, Answer(body=body, comment=comment.id, public=public), now)
        return Accepted(comment=comment, public=public, receipt=self.receipts.issue(site.id, comment.id))

    def _comment(  # noqa: PLR0913, PLR0917 - a comment comes of all of them
        self,
        number: CommentId,
        site: Site,
        judged: LookedAt,
        verdict: Verdict,
        author: AuthorId | None,
        campaign: CampaignId | None,
        now: datetime,
    ) -> Comment:
        """Return the comment as it is to be stored."""
        submission = judged.submission
        return Comment(
            id=number,
            site=site.id,
            page=submission.page,
            parent=submission.parent,
            name=submission.name,
            url=submission.url,
            author=author,
            text=submission.text,
            html=self.markup(submission.text),
            folded=judged.folded,
            language=submission.language,
            state=STATES[verdict.outcome],
            spam_probability=judged.probability,
            model=judged.model,
            rule=verdict.rule,
            created_at=now,
            campaign=campaign,
        )

    def _same_answer(self, answer: Answer, body: bytes) -> Accepted:
        """Answer a repeated request as the first time."""
        if answer.body != body:
            raise IdempotencyConflict
        comment = self.comments.get(answer.comment)
        receipt = self.receipts.issue(comment.site, comment.id)
        return Accepted(comment=comment, public=answer.public, receipt=receipt)

    def _body_digest(self, attempt: Attempt) -> bytes:
        """Return a digest of what was sent. It is keyed, since an address is among it."""
        parts = [f"{name}={attempt.fields[name]!r}" for name in Field if attempt.fields.get(name) is not None]
        return self.hasher("body", *parts)
