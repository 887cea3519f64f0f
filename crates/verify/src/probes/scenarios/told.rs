//! Statements of the form "given …, when …, then …", in whatever shape they come: scenarios, EARS, conditions, deeds with what they give.

use crate::hedge;
use crate::pattern::pattern;

/// What is given, what is done, and what has to come of it; each may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// What is there before.
    pub given: String,
    /// What somebody does.
    pub when: String,
    /// What comes of it.
    pub then: String,
    /// Whether it comes where what is given does not hold.
    pub negated: bool,
    /// Whether it is said of the time after the operation around it: "from then on".
    pub after: bool,
    /// Whether nothing changes its state any more.
    pub frozen: bool,
    /// Whether the case of letters makes no difference.
    pub folded: bool,
    /// The member that is spoken of, where nothing else is: one that is not used again, one that differs from the path.
    pub member: Option<String>,
}

// "with status 301 if the link is permanent and 302 otherwise"
pattern!(
    EITHER,
    r"(?i)\b([2-5]\d\d)\s+(?:if|when|for|where)\s+([^,;.]{3,60}?),?\s+(?:and|or|else)\s+(?:with\s+)?([2-5]\d\d)\s+(?:otherwise|if not|else)\b"
);

// `REQ-2`, `FR-3:`, `AC-1.2 –`
pattern!(LABEL, r"^\s*(?:[-*+]\s+)?(?:[A-Z][A-Za-z]{0,6}[-_ ]?\d+(?:[.-]\d+)*\s*[:.)–—-]?\s+)");
// "when a class is created the system shall …"
pattern!(
    SHALL,
    r"(?i)^(.*?),?\s*\b(?:then\s+)?(?:the\s+)?(?:system|service|api|server|application|app|backend|software|platform|endpoint|it)\s+(?:shall|must|should|will)\s+(.+)$"
);
pattern!(
    OPENS,
    r"(?i)^(?:and\s+)?(when|whenever|while|if|where|once|after|as soon as|upon|given|for)\s+(.+)$"
);
// "if it is shut, opening it answers 409"
pattern!(CONDITION, r"(?i)^(if|when|once|whenever|after|while)\s+(.+?),\s+(?:then\s+)?(.+)$");
// "deleting a shelf that has books gives 409"
pattern!(
    DEED,
    r"(?i)^((?:re)?[a-z]+ing\s+.+?)\s+(?:gives|answers|returns|yields|responds with|results in|leads to|fails with|is answered with|is answered|is refused with|is rejected with|must be refused with|must be rejected with|must be answered with|must return|must answer|must give)\s+(.+)$"
);
// "shutting a door that is shut, or opening one that is open, is answered 409"
pattern!(
    EITHER_DEED,
    r"(?i)^([a-z]+ing\s+[^,;.]+?),?\s+or\s+([a-z]+ing\s+[^,;.]+?),?\s+((?:gives|answers|returns|yields|responds with|results in|leads to|fails with|is answered|is refused|is rejected|are answered|are refused|are rejected)\b.*)$"
);
// "a porter opening another porter's door gets 404"
pattern!(
    ROLE_DEED,
    r"(?i)^(?:an?|the|any)\s+([a-z_]+)\s+([a-z]+ing\s+.+?)\s+(?:gets|receives|is answered with|is answered|is given)\s+(.+)$"
);
// "a porter who asks for somebody else's door gets 404"
pattern!(
    WHO,
    r"(?i)^(?:an?|the|any)\s+([a-z_-]+)\s+who\s+(?:(?:tries|attempts|wants)\s+to\s+)?(.+?),?\s+(?:gets|receives|is answered with|is answered|is given|(is refused)(?: with)?|(is turned away)(?: with)?)\b\s*(.*)$"
);
// "a porter can shut a door but gets 403 when painting one"
pattern!(
    BUT,
    r"(?i)^(?:an?|the)\s+([a-z_]+)\s+(?:can|may)\s+(.+?),?\s+but\s+(?:gets|receives|is answered(?: with)?)\s+(\d{3})\s+(?:when|for|if|on)\s+([a-z]+ing\s+.+)$"
);
// "removal is refused: 409"
pattern!(
    NOUN,
    r"(?i)^(?:its\s+|the\s+|any\s+)?([a-z]+)\s+(?:is|are|will be|must be|gets)\s+(?:refused|rejected|denied|not allowed|not possible|impossible|forbidden|blocked)\b(.*)$"
);
// "another porter's door", "anyone else's door"
pattern!(
    ANOTHERS,
    r"(?i)\b(another\s+[a-z_]+(?:'s|\u{2019}s)|(?:anyone|anybody|someone|somebody)\s+else(?:'s|\u{2019}s))\s+([a-z]+)\b"
);
// "its code may be used for a new door", "its code is free again"
pattern!(
    FREE,
    r"(?i)\b(?:its|the|their)\s+([a-z_]+)\s+(?:(?:may|can)\s+(?:then\s+|again\s+)?be\s+(?:(?:used|taken|chosen)\s+(?:again|once more|anew|for\s+an?\b|by\s+an?other\b)|reused\b)|(?:is|becomes)\s+(?:(?:free|available)(?:\s+(?:again|once more|anew|for\s+an?\b)|$)))"
);
// "to a gardener, …"
pattern!(FOR, r"(?i)^(?:to|for)\s+(?:an?|the|any)\s+([a-z_]+),");

// "a link that is not enabled is answered with 404"
pattern!(
    THING,
    r"(?i)^((?:an?|any|the)\s+.+?)\s+(?:gives|answers|returns|yields|leads to|is answered with|is refused with|is rejected with|must be refused with|must be answered with|is refused|is rejected|must be refused|must be rejected)\b\s*(.*)$"
);
// "an attended booking cannot be cancelled (409)"
pattern!(
    CANNOT,
    r"(?i)^((?:an?|any|the)\s+.+?)\s+(?:cannot|can not|can't|can no longer|must not|may not|shall not)\s+be\s+(\S+)(.*)$"
);
// "a box with an open lid is not sent: 409 `open_lid`"
pattern!(
    IS_NOT,
    r"(?i)^((?:an?|any|the)\s+[^,;:]+?)\s+(?:is|are)\s+(?:not|never|no longer)\s+([a-z]+(?:ed|en|wn|ld|nt|pt|ut))\b(?:\s+(?:any\s?more|any longer|again|at all))?\s*((?:\(|:|,\s+(?:and|but|which|the)\b)[^.]*\b4\d\d\b.*)$"
);
// "What happens when a boat is full? Booking it answers 409."
pattern!(ASKED, r"(?i)^(?:[-*]\s*)?what\s+(?:happens\s+(?:when|if)|if|about)\s+(.+?)\?\s+(.+)$");
// "for a boat that is `closed`; it answers 409"
pattern!(
    CIRCUMSTANCE,
    r"(?i)^\s+((?:for|on|to|into|below|under|of)\s+(?:an?|any|the)\s+[^;:,.(]{3,60}?)\s*(?:[;:,.(]\s*(.*))?$"
);
// "a stay can only be booked for an open boat; otherwise 409 `boat_closed`"
pattern!(
    ONLY_ON,
    r"(?i)^((?:an?|the)\s+[a-z_ -]{2,30}?)\s+(?:can|may|must|shall|should)\s+(?:only\s+be\s+([a-z]+)|be\s+([a-z]+)\s+only)\s+(for|on|to|into|below)\s+(?:an?|the)\s+`?([a-z_-]+)`?\s+([a-z_-]+)\s*[;:,.(]\s*(?:otherwise|else|if not|or else)\b,?\s*(?:the\s+(?:service|system|api|answer)\s+(?:answers|is)\s+)?(.*)$"
);
// "shall refuse to delete it with 409"
pattern!(
    REFUSES,
    r"(?i)^(?:refuse to|not allow (?:anybody |anyone |a \w+ )?to|deny|prevent|reject)\s+(.+?)(?:\s*(?:,|\(|with)\s*(.*))?$"
);

pattern!(
    AFTER,
    r"(?i)^\s*(?:from then on|afterwards|after that|thereafter|once deleted|after deletion|after the deletion|after it (?:is|was) deleted)\b,?"
);
// "reading or following it gives 410"
pattern!(
    GIVES,
    r"(?i)\b([a-z]+ing(?:(?:,\s*|\s+or\s+|\s+and\s+)[a-z]+ing)*)\s+(it|them|the \w+)\s+(?:gives|answers|returns|yields|responds with|results in|leads to|is answered with)\s+(?:an?\s+)?([45]\d\d)\b"
);
// "its slug must not be used again (409)"
pattern!(
    AGAIN,
    r"(?i)\b(?:its|the|their)\s+([a-z_]+)\s+(?:must not|cannot|can not|may not|can never|is never|shall not|must never)\s+(?:be\s+)?(?:used again|reused|re-used|taken again|given again|assigned again)(?:[^.;]*?\b(4\d\d)\b)?"
);
// "a slug in the body that differs from the one in the path must be refused with 422"
pattern!(
    DIFFERS,
    r"(?i)^\s*(?:an?|the|if the|if a)\s+([a-z_]+)\s+(?:in|of)\s+the\s+(?:body|request|payload)\s+(?:that\s+|which\s+)?(?:differs from|is different from|does not match|is not)\s+(?:that|the one|the \w+)?\s*(?:in|of)\s+the\s+(?:path|url|address)\b,?\s*(.+)$"
);

// "not allow any further change of its status (409, code final)"
pattern!(
    FROZEN,
    r"(?i)^(?:not\s+)?(?:allow|permit|accept|refuse|reject|deny|prevent|no)\s+(?:any\s+|every\s+|all\s+)?(?:further|other|more|later)?\s*(?:change|changes|transition|transitions)\s+(?:of|to|in)\s+(?:its|the|their)\s+(?:status|state)\b(.*)$"
);

pattern!(
    NO_LONGER,
    r"(?i)^(?:once|after|when|if|while|as soon as)\s+(.+?),?\s+(?:it|they|the \w+)\s+(?:cannot|can not|can't|must not|may not|can no longer|is no longer allowed to)\s+be\s+(\S+?(?:\s+(?:in|out|off|up))?)([\s:;,(.].*)?$"
);
// "It must not be possible to open a door twice; the second attempt answers 409"
pattern!(
    IMPOSSIBLE,
    r"(?i)^it\s+(?:must|shall|should|is)\s+(?:not\s+be|never\s+be|not)\s+possible\s+to\s+([^;:,(.]+)(?:[;:,(.]\s*(.*))?$"
);
// "opening a door raises `visits` by one", "renaming it leaves all other fields unchanged"
pattern!(
    EFFECT,
    r"(?i)^((?:re)?[a-z]+ing\s+.+?)\s+(?:(?:must|shall|should|will)\s+)?((?:decreases?|increases?|lowers?|raises?|reduces?|increments?|decrements?|sets?|leaves?|adds?|subtracts?|changes?|makes?|moves?|puts?|returns?|brings?|declines?|cancels?|closes?|rejects?|withdraws?|releases?|frees?|ends?|archives?|expires?|revokes?|completes?)\s+.+)$"
);

/// A sentence up to the next thing that it rules out: "a locked door cannot be opened; an open one cannot be painted".
fn up_to_next_ban(text: &str) -> &str {
    const BANS: &[&str] = &[" cannot ", " can not ", " can't ", " can no longer ", " must not ", " may not "];
    let mut parts = text.match_indices(';').filter(|(at, _)| {
        let behind = text.get(at + 1..).unwrap_or_default().split(';').next().unwrap_or_default();
        BANS.iter().any(|ban| behind.contains(ban))
    });
    let end = parts.next().map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

impl Told {
    fn new(given: &str, when: &str, then: &str) -> Self {
        let bare = |text: &str| text.trim().trim_end_matches(['.', ',', ';', ':']).trim().to_owned();
        Self { given: bare(given), when: bare(when), then: bare(then), ..Self::default() }
    }

    /// A scenario whose three parts are known.
    pub fn of_parts(given: &str, when: &str, then: &str) -> Self {
        Self::new(&unmarked(given), &unmarked(when), &unmarked(then))
    }

    /// All that one sentence tells: "301 if it is permanent and 302 otherwise" is two.
    pub fn all_of_sentence(text: &str) -> Vec<Self> {
        if let Some(found) = EITHER.captures(&unmarked(text))
            && let (Some(one), Some(condition), Some(other)) = (found.get(1), found.get(2), found.get(3))
        {
            return vec![
                Self::new(condition.as_str(), "", one.as_str()),
                Self { negated: true, ..Self::new(condition.as_str(), "", other.as_str()) },
            ];
        }
        let plain = unmarked(text);
        if let Some(found) = DIFFERS.captures(&plain)
            && let (Some(member), Some(then)) = (found.get(1), found.get(2))
        {
            let told = Self::new("", "", then.as_str());
            return vec![Self { member: Some(member.as_str().to_owned()), ..told }];
        }
        let plain_line = plain.trim().trim_end_matches('.').to_owned();
        if let Some(found) = ASKED.captures(&plain_line)
            && let (Some(clause), Some(answer)) = (found.get(1), found.get(2))
        {
            return match DEED.captures(answer.as_str()) {
                Some(deed) => {
                    let said = |at: usize| deed.get(at).map_or("", |part| part.as_str());
                    vec![Self::new(clause.as_str(), said(1), said(2))]
                }
                None => vec![Self::new("", clause.as_str(), answer.as_str())],
            };
        }
        if let Some(found) = EITHER_DEED.captures(&plain_line)
            && let (Some(one), Some(other), Some(then)) = (found.get(1), found.get(2), found.get(3))
        {
            let other = instead_of_one(one.as_str(), other.as_str());
            return [one.as_str(), &other]
                .iter()
                .filter_map(|deed| Self::of_sentence(&format!("{deed} {}", then.as_str())))
                .collect();
        }
        if let Some(found) = BUT.captures(&plain_line)
            && let (Some(role), Some(can), Some(status), Some(deed)) =
                (found.get(1), found.get(2), found.get(3), found.get(4))
        {
            let deed = instead_of_one(can.as_str(), deed.as_str());
            return vec![Self::new("", &format!("a {} {deed}", role.as_str()), status.as_str())];
        }
        // What is said of somebody else's things: "reading or opening it gives 404".
        if let Some(whose) = ANOTHERS.find(&plain_line).filter(|whose| whose.start() <= 24) {
            let rest = plain_line.get(whose.end()..).unwrap_or_default();
            // "To a gardener, somebody else's plot does not exist"
            let who = FOR.captures(plain_line.get(..whose.start()).unwrap_or_default());
            let who = who
                .and_then(|found| found.get(1))
                .map_or(String::new(), |role| format!("a {} ", role.as_str()));
            let told: Vec<Self> = GIVES
                .captures_iter(rest)
                .filter_map(|found| {
                    Some((found.get(1)?.as_str(), found.get(2)?.as_str(), found.get(3)?.as_str()))
                })
                .flat_map(|(deeds, thing, then)| {
                    let deeds = deeds.split([',', ' ']).filter(|word| word.ends_with("ing"));
                    deeds
                        .map(|deed| Self::new(whose.as_str(), &format!("{who}{deed} {thing}"), then))
                        .collect::<Vec<_>>()
                })
                .collect();
            if !told.is_empty() {
                return told;
            }
        }
        if AFTER.find(&plain).is_none()
            && let Some(found) = FREE.captures(&plain_line)
            && let Some(member) = found.get(1)
        {
            let told = Self::new("", "", "201");
            return vec![Self { after: true, member: Some(member.as_str().to_owned()), ..told }];
        }
        if let Some(after) = AFTER.find(&plain) {
            let rest = plain.get(after.end()..).unwrap_or_default();
            let mut all = Vec::new();
            for found in GIVES.captures_iter(rest) {
                let (Some(deeds), Some(thing), Some(then)) = (found.get(1), found.get(2), found.get(3))
                else {
                    continue;
                };
                for deed in deeds.as_str().split([',', ' ']).filter(|word| word.ends_with("ing")) {
                    let when = format!("{deed} {}", thing.as_str());
                    all.push(Self { after: true, ..Self::new("", &when, then.as_str()) });
                }
            }
            if let Some(found) = AGAIN.captures(rest)
                && let Some(member) = found.get(1)
            {
                let then = found.get(2).map_or("it is refused".to_owned(), |status| {
                    format!("it is refused, {}", status.as_str())
                });
                let told = Self::new("", "", &then);
                all.push(Self { after: true, member: Some(member.as_str().to_owned()), ..told });
            }
            if let Some(member) = FREE.captures(rest).and_then(|found| found.get(1)) {
                let told = Self::new("", "", "201");
                all.push(Self { after: true, member: Some(member.as_str().to_owned()), ..told });
            }
            return all;
        }
        Self::of_sentence(text).map(Self::settled).into_iter().collect()
    }

    /// The same statement, where it says that what is given is final: "shall not allow any further change of its status (409)".
    fn settled(self) -> Self {
        let Some(found) = FROZEN.captures(&self.then) else { return self };
        let rest =
            found.get(1).map_or("", |rest| rest.as_str()).trim_matches(['(', ')', ',', ':', ';', ' ', '.']);
        let then =
            if rest.is_empty() { "it is refused".to_owned() } else { format!("it is refused, {rest}") };
        let given = if self.given.is_empty() { self.when } else { self.given };
        Self { frozen: true, given, when: String::new(), then, ..Self::default() }
    }

    /// What one sentence tells; nothing where it has none of the known forms.
    pub fn of_sentence(text: &str) -> Option<Self> {
        let text = unmarked(text);
        let text =
            LABEL.find(&text).map_or(text.as_str(), |label| text.get(label.end()..).unwrap_or_default());
        let text = text.trim().trim_start_matches(['-', '*', '+', ' ']).trim_end_matches('.');
        if text.len() > 400 || hedge::is_done_elsewhere(&text.to_lowercase()) {
            return None;
        }
        // "Once a door is locked it cannot be opened (409)"
        if let Some(found) = NO_LONGER.captures(text) {
            let (given, participle) = (found.get(1)?.as_str(), found.get(2)?.as_str());
            let rest = found.get(3).map_or("", |rest| rest.as_str());
            return Some(Self::new(given, &format!("it is {participle}"), &refused(rest)));
        }
        if let Some(found) = IMPOSSIBLE.captures(text) {
            let rest = found.get(2).map_or("", |rest| rest.as_str());
            return Some(Self::new("", found.get(1)?.as_str(), &refused(rest)));
        }
        if let Some(found) = SHALL.captures(text)
            && let (Some(before), Some(behind)) = (found.get(1), found.get(2))
            && (before.as_str().is_empty() || OPENS.is_match(before.as_str()))
        {
            let (given, when) = apart(before.as_str());
            return Some(responding(&given, &when, behind.as_str()));
        }
        if let Some((given, rest)) = given_when_then(text) {
            let (when, then) = rest;
            return Some(Self::new(&given, &when, &then));
        }
        if let Some(found) = CONDITION.captures(text) {
            let (word, clause, then) =
                (found.get(1)?.as_str(), found.get(2)?.as_str(), found.get(3)?.as_str());
            if let Some(found) = NOUN.captures(then)
                && let Some(verb) = found.get(1).and_then(|noun| deed_of(noun.as_str()))
            {
                let rest = found.get(2).map_or("", |rest| rest.as_str());
                return Some(Self::new(clause, &format!("{verb} it"), &refused(rest)));
            }
            return Some(match word.eq_ignore_ascii_case("while") {
                true => Self::new(clause, "", then),
                false => Self::new("", clause, then),
            });
        }
        if let Some(found) = CANNOT.captures(up_to_next_ban(text)) {
            let (thing, participle, rest) =
                (found.get(1)?.as_str(), found.get(2)?.as_str(), found.get(3)?.as_str());
            // "cannot be changed by guests", "cannot be opened in the app" says it of some ways alone.
            let way = rest.split_whitespace().next().unwrap_or_default();
            if ["by", "in", "on", "through", "via", "from", "more", "faster", "without", "except", "unless"]
                .contains(&way)
            {
                return None;
            }
            // "cannot be booked for a boat that is closed": what is refused is told with its condition.
            if let Some(found) = CIRCUMSTANCE.captures(rest)
                && let Some(condition) = found.get(1)
            {
                let rest = found.get(2).map_or("", |rest| rest.as_str());
                let when = format!("{thing} is {participle} {}", condition.as_str());
                return Some(Self::new("", &when, &refused(rest)));
            }
            return Some(Self::new(thing, &format!("it is {participle}"), &refused(rest)));
        }
        if let Some(found) = IS_NOT.captures(text) {
            let (thing, participle, rest) =
                (found.get(1)?.as_str(), found.get(2)?.as_str(), found.get(3)?.as_str());
            return Some(Self::new(thing, &format!("it is {participle}"), &refused(rest)));
        }
        if let Some(found) = ONLY_ON.captures(text) {
            let said = |at: usize| found.get(at).map_or("", |part| part.as_str());
            let when = format!(
                "{} is {}{} {} a {} that is not {}",
                said(1),
                said(2),
                said(3),
                said(4),
                said(6),
                said(5)
            );
            return Some(Self::new("", &when, &refused(said(7))));
        }
        if let Some(found) = ROLE_DEED.captures(text) {
            let (role, deed) = (found.get(1)?.as_str(), found.get(2)?.as_str());
            return Some(Self::new("", &format!("a {role} {deed}"), found.get(3)?.as_str()));
        }
        if let Some(found) = WHO.captures(text) {
            let (role, deed) = (found.get(1)?.as_str(), found.get(2)?.as_str());
            let then = found.get(5).map_or("", |then| then.as_str());
            let refuses = found.get(3).or(found.get(4)).is_some();
            let then = if refuses { refused(then) } else { then.to_owned() };
            return Some(Self::new("", &format!("a {role} {deed}"), &then));
        }
        // "cancelling a stay must return its room to `free`" answers nothing.
        let effect = EFFECT.captures(text).filter(|found| {
            let said = found.get(2).map_or("", |said| said.as_str());
            !said
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| word.len() == 3 && word.parse::<u16>().is_ok())
        });
        if let Some(found) = DEED.captures(text).filter(|_| effect.is_none()) {
            return Some(Self::new("", found.get(1)?.as_str(), found.get(2)?.as_str()));
        }
        if let Some(found) = effect.or_else(|| EFFECT.captures(text)) {
            return Some(Self::new("", found.get(1)?.as_str(), found.get(2)?.as_str()));
        }
        let found = THING.captures(text)?;
        let then = found.get(2)?.as_str();
        let then = if then.is_empty() { "it is refused" } else { then };
        Some(Self::new(found.get(1)?.as_str(), "", then))
    }
}

/// The verb of a noun that names a deed: `remove` of `removal`.
pub fn deed_of(noun: &str) -> Option<&'static str> {
    const DEEDS: &[(&str, &str)] = &[
        ("removal", "remove"),
        ("deletion", "delete"),
        ("cancellation", "cancel"),
        ("approval", "approve"),
        ("renewal", "renew"),
        ("submission", "submit"),
        ("payment", "pay"),
        ("closure", "close"),
        ("departure", "depart"),
        ("return", "return"),
        ("change", "change"),
        ("update", "update"),
        ("rejection", "reject"),
        ("confirmation", "confirm"),
        ("completion", "complete"),
        ("activation", "activate"),
        ("deactivation", "deactivate"),
        ("publication", "publish"),
        ("withdrawal", "withdraw"),
        ("acceptance", "accept"),
        ("refund", "refund"),
        ("extension", "extend"),
        ("assignment", "assign"),
        ("release", "release"),
        ("creation", "create"),
        ("registration", "register"),
        ("reservation", "reserve"),
        ("archival", "archive"),
        ("restoration", "restore"),
        ("edit", "edit"),
    ];
    let noun = noun.to_lowercase();
    DEEDS.iter().find(|(known, _)| *known == noun).map(|(_, verb)| *verb)
}

/// A deed with the thing of the one before it in place of "one": "opening one that is open" after "shutting a door".
fn instead_of_one(before: &str, deed: &str) -> String {
    let said: Vec<&str> = before.split_whitespace().collect();
    let article = said.iter().position(|word| matches!(*word, "a" | "an" | "the"));
    let thing = article.and_then(|at| Some(format!("{} {}", said.get(at)?, said.get(at + 1)?)));
    let Some(thing) = thing else { return deed.to_owned() };
    let words = deed.split_whitespace().map(|word| if word == "one" { thing.as_str() } else { word });
    words.collect::<Vec<_>>().join(" ")
}

/// That something is refused, with what else is said about it.
fn refused(rest: &str) -> String {
    let rest = rest.trim().trim_matches(['(', ')', ',', ':', ';', ' ', '.']);
    if rest.is_empty() { "it is refused".to_owned() } else { format!("it is refused, {rest}") }
}

/// A sentence without its marks, its bullet and its label.
pub fn unlabelled(text: &str) -> String {
    let text = unmarked(text);
    let text = LABEL.find(&text).map_or(text.as_str(), |label| text.get(label.end()..).unwrap_or_default());
    text.trim().trim_start_matches(['-', '*', '+', ' ']).trim_end_matches('.').to_owned()
}

/// A text without its marks.
fn unmarked(text: &str) -> String {
    text.replace(['`', '*'], "").replace('\n', " ").replace("  ", " ")
}

/// "given a, when b, then c", as one sentence says it.
fn given_when_then(text: &str) -> Option<(String, (String, String))> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() || !lower.starts_with("given ") {
        return None;
    }
    let when = lower.find(" when ")?;
    let then = lower.get(when..)?.find(" then ")? + when;
    Some((
        text.get(6..when)?.to_owned(),
        (text.get(when + 6..then)?.to_owned(), text.get(then + 6..)?.to_owned()),
    ))
}

/// What stands before "the system shall", taken apart into what is given and what is done.
fn apart(before: &str) -> (String, String) {
    let (mut given, mut when) = (Vec::new(), Vec::new());
    let mut clauses: Vec<String> = Vec::new();
    for part in before.split(", ") {
        match clauses.last_mut().filter(|_| !OPENS.is_match(part)) {
            Some(last) => last.push_str(&format!(", {part}")),
            None => clauses.push(part.to_owned()),
        }
    }
    for clause in clauses {
        let Some(found) = OPENS.captures(clause.trim()) else { continue };
        let (Some(word), Some(rest)) = (found.get(1), found.get(2)) else { continue };
        match word.as_str().to_lowercase().as_str() {
            "while" | "where" | "given" | "for" => given.push(rest.as_str().to_owned()),
            _ => when.push(rest.as_str().to_owned()),
        }
    }
    (given.join(" and "), when.join(" and "))
}

/// What the system does in return; where it refuses something, that is what is done.
fn responding(given: &str, when: &str, then: &str) -> Told {
    if when.is_empty()
        && let Some(found) = REFUSES.captures(then)
        && let Some(deed) = found.get(1)
    {
        let rest = found.get(2).map_or("", |rest| rest.as_str().trim_end_matches(')'));
        let then =
            if rest.is_empty() { "it is refused".to_owned() } else { format!("it is refused with {rest}") };
        return Told::new(given, deed.as_str(), &then);
    }
    Told::new(given, when, then)
}

#[cfg(test)]
mod tests;
