//! What claims say in other words than those of statements.

/// What a claim with these words says in other words too.
const SAYS: &[(&str, &str)] = &[
    ("no JSON", "malformed json parse syntax object array valid invalid well-formed"),
    ("media type", "content type media json application anything mime bodies format text"),
    (
        "nothing defines",
        "unknown known know define undefined undocumented extra additional unexpected recognise unrecognized",
    ),
    (
        "beyond what is stated",
        "break rule invalid valid validation wrong fail bad range problem offending violate unknown value constraint input limit format bound",
    ),
    (
        "lack what is required",
        "missing required mandatory miss absent validation invalid valid problem need input rule break",
    ),
    ("unknown id", "unknown exist missing nonexistent invisible found"),
    ("is not found", "unknown exist missing path"),
    ("takes no method", "method known path support verb offer wrong have"),
    (
        "stated order",
        "order sort newest oldest first last ascending descending latest earliest come default by recent top",
    ),
    ("sorts by", "order sort newest oldest first last ascending descending minus means up down reverse"),
    ("ascending", "order sort oldest first earliest"),
    ("repetitions and gaps", "follow next exactly page offset limit cursor end pagination items total"),
    ("counts all", "match matching count total page items all filter"),
    ("unless asked otherwise", "default unless given page size limit pagination"),
    ("answers at most", "limit page maximum max size values range out larger higher cap per_page pagination"),
    ("to two objects", "unique exist taken use duplicate already twice second uniqueness case"),
    ("that another has", "unique exist taken use duplicate already twice second same"),
    ("again that a deleted", "reuse even after again delete"),
    ("makes one object", "repeat replay retry safe second twice idempotent first original same create"),
    ("with another body", "different reuse mismatch conflict repeat"),
    (
        "is another's",
        "own other somebody foreign belong owner member theirs invisible see their anyone reading skipper",
    ),
    ("that somebody cannot see", "see visible ask private hidden"),
    ("belongs to", "has still have belong use contain in_use empty nonempty"),
    ("no room is left", "full open capacity room free left space seat"),
    ("nobody gave out", "unknown known wrong invalid bad expired valid"),
    (
        "need a key",
        "token bearer credential key authenticate authentication authorization sign anonymous secure require need open public login every api identify identified missing",
    ),
    (
        "without a key",
        "token bearer credential key authenticate authentication authorization sign anonymous secure require need open public login api identify identified missing unauthenticated",
    ),
    ("denied to a role", "role permit permission may allow forbidden operation insufficient"),
    ("is delivered", "send webhook event post notify finish fire emit"),
    ("is signed", "sign signature hmac sha256 secret"),
    ("stays changed", "rest keep change stay remain edit update modify patch partial leave alone"),
    ("read back", "create store register add save keep"),
    (
        "from a client",
        "ignore server set calculate compute client itself sent only assigned readonly read-only automatic derive generate cannot maintain other",
    ),
    (
        "older version",
        "outdated stale version current concurrent etag match optimistic conflict between meanwhile",
    ),
    ("raises the version", "increase increment version number bump raise change"),
    ("without `If-Match`", "header require precondition current etag"),
    (
        "stated body",
        "error member object message human readable human-readable code hold json detail format shape field envelope body string",
    ),
    ("read no more", "delete remove go removal permanently not_found find exist"),
    ("listed no more", "delete remove go removal list disappear take away"),
    ("no more", "delete remove go exist gone find"),
    ("was deleted", "delete remove go from gone"),
    ("limits `", "least long keep from between after before most inclusive range since later earlier"),
    ("filters by", "filter narrow restrict select by combine"),
    ("searches with", "search find contain text match"),
    ("comes back", "echo return unchanged same sent back reuse take"),
    ("follows from", "calculate compute sum equal derive minus plus total multiply difference product round"),
    ("bytes", "large larger big size long exceed over kib kb payload body limit maximum"),
    ("answers carry", "every header each"),
    ("nothing else does", "leave others unaffected"),
    ("is shown to", "see visible read"),
    ("done once more", "second again twice once repeat only"),
    ("keys stands there", "appear log line response metrics secret key leak write"),
    ("not there", "unknown exist missing nonexistent"),
    ("on what is ", "further change state transition final status"),
    ("in other letters", "case letter capital upper lower regard"),
    (
        "is open",
        "open public anonymous token key none login sign sign-in auth authentication credential credentials timetable",
    ),
    ("Created", "plan register add hand file create"),
    ("has at most", "more most maximum cap limit open"),
    ("as it was", "unchanged keep remain stay nothing change still exist"),
    ("the rest is", "unchanged keep remain stay nothing change leave"),
    ("every change that is not stated", "transition state from other start"),
    ("shows one more", "record history entry append write log keep"),
    (
        "went from",
        "grow shrink increase decrease raise lower rise fall add subtract free again up down count",
    ),
    ("nothing belongs", "delete remove all together cascade"),
    ("is sent once more", "two overlap never again twice"),
];

/// The forms of the words that a claim says by its phrases.
pub fn said(claim: &str) -> impl Iterator<Item = String> + '_ {
    let fits = SAYS.iter().filter(move |(phrase, _)| claim.contains(phrase));
    fits.flat_map(|(_, words)| words.split(' ').map(form))
}

/// A word without its ending.
pub fn form(word: &str) -> String {
    for ending in ["ations", "ation", "ies", "ied", "ing", "ed", "es", "s", "ly"] {
        if let Some(rest) = word.strip_suffix(ending)
            && rest.len() >= 3
        {
            let rest = rest.trim_end_matches(['e', 'y', 'i']);
            let mut chars = rest.chars().rev();
            let double = chars.next().zip(chars.next()).is_some_and(|(last, before)| last == before);
            let rest =
                if double && rest.len() > 4 { rest.get(..rest.len() - 1).unwrap_or(rest) } else { rest };
            return rest.to_owned();
        }
    }
    word.trim_end_matches(['e', 'y']).to_owned()
}
