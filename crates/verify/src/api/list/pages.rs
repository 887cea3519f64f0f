//! What is said about pages: how one gets from one to the next, and how large they are.

use super::{CURSORS, ListFacts, Most, OFFSETS, PAGES, Paging, SIZES, Said, among, parameters};
use crate::api::sentence::{Sentence, has_phrase};
use crate::pattern::pattern;
use crate::words;

pattern!(
    DEFAULT,
    r"\bdefault(?:s|ing)?(?: value| page size| size)?(?: is| are| to| of|:|=|\s)*\s*(\d+)|\b(\d+)\s*(?:\(default\)|by default|(?:if|when) (?:it is |you )?(?:not given|not set|not sent|omitted|absent|missing|left out|do not say|don't say|say nothing|leave it out|omit it)|unless (?:you say otherwise|given|set|asked otherwise)|otherwise)\b"
);
pattern!(A_PAGE, r"\b(\d+)\s+(?:\w+\s+){0,3}(?:per|a|each) page|pages? of (\d+)\b");
pattern!(
    MOST,
    r"(?:\bmax(?:imum)?(?: page size| size| value)?(?: is| of|:|=)*|\bat most|\bup to|\b(?:no|not|never) more than|\bnever exceeds?|\bexceed(?:s|ing)?|\bcapped (?:at|to)|\bcap of|\blimited to|\b(?:larger|greater|higher|bigger|more)(?: \w+)? than|\babove|\bover|<=|≤|>)\s*(\d+)|\b(\d+)\s*(?:\(?max(?:imum)?\b|at most)"
);
// "the largest `per_page` is 100", "the highest `limit` that may be asked for is 50"
pattern!(
    LARGEST,
    r"\b(?:largest|greatest|highest|biggest|maximum|max)(?: possible| allowed| permitted)? ([a-z_]+)(?: (?:that|which|one|a client|anybody) [a-z ]{3,30})?(?: is| of|:|=) (\d+)\b"
);
// What holds where no size is asked for: "without it, a page has up to 20 items".
pattern!(UNASKED, r"(?:[;,:(]\s*|\band\s+)without (?:it|one|this|that)[,:]?\s[^;.\d]{0,40}?(\d+)");
pattern!(RANGE, r"\b1\s*(?:to|-|–|—|\.\.=?|and|through)\s*(\d+)\b");

/// Whether a sentence says that a size beyond what may be is refused: "a `limit` outside of that range is answered with 422".
pub(super) fn refuses_beyond(sentence: &Sentence) -> bool {
    sentence.says(&[
        "outside",
        "out of range",
        "beyond",
        "larger",
        "greater",
        "too large",
        "too high",
        "exceeding",
        "other values",
        "anything else",
        "more is",
        "above",
    ]) && (!sentence.error_statuses().is_empty() || sentence.affirms(&["refused", "rejected", "an error"]))
        && !sentence.says(&["clamped", "capped", "counts as", "treated as"])
}

impl ListFacts {
    /// Notes what a sentence says of pages; `deeds` are the words of paths that do something, such as `start`.
    pub(super) fn pages(&mut self, at: usize, sentence: &Sentence, members: &[String], deeds: &[&str]) {
        let names = parameters(sentence);
        // "`start` and `finish` take no body" is about what is done to an object, and not about where a page starts.
        let asked =
            |name: &str| ["?", "&"].iter().any(|sign| sentence.text.contains(&format!("{sign}{name}=")));
        let names: Vec<String> =
            names.into_iter().filter(|name| !deeds.contains(&name.as_str()) || asked(name)).collect();
        let plain = sentence.plain.as_str();
        // The `size` of a coat is no number of coats.
        let pages = sentence.says(&["page", "pages", "paging", "pagination", "paginated"]);
        let size = among(&names, SIZES).filter(|name| pages || !members.contains(name));
        let paged = sentence.says(&[
            "page",
            "pages",
            "paging",
            "pagination",
            "paginated",
            "list",
            "lists",
            "limit",
            "offset",
            "cursor",
            "query",
            "results",
        ]);
        // `per_page` says by its name what it is.
        let named =
            |name: &String| words::parts(name).iter().any(|part| part == "page" || part == "pagesize");
        if let Some(size) = size.clone().filter(|name| paged || named(name) || sentence.cells.len() > 1) {
            Said::note(&mut self.size, size, at);
        }
        let paging = if let Some(name) = among(&names, CURSORS).filter(|_| self.size.is_some() || paged) {
            Some(Paging::Cursor(name))
        } else if let Some(name) = among(&names, OFFSETS) {
            Some(Paging::Offset(name))
        } else {
            among(&names, PAGES).map(|name| {
                let zero = sentence.says(&[
                    "from 0",
                    "zero-based",
                    "0-based",
                    "starts at 0",
                    "starting at 0",
                    "0-indexed",
                ]);
                Paging::Page(name, usize::from(!zero))
            })
        };
        if let Some(paging) = paging {
            Said::note(&mut self.paging, paging, at);
        }
        self.numbers(at, sentence, plain, &names, size.as_deref());
        if sentence.says(&[
            "overlap",
            "overlaps",
            "no gaps",
            "leave gaps",
            "stable",
            "no duplicates",
            "duplicates",
            "skipped",
            "disjoint",
            "without gaps",
            "neither",
            "exactly once",
            "each once",
            "nothing twice",
            "none twice",
        ]) && sentence.says(&["page", "pages", "pagination", "paging", "cursor", "next"])
        {
            self.stable = self.stable.or(Some(at));
        }
    }

    fn numbers(&mut self, at: usize, sentence: &Sentence, plain: &str, names: &[String], size: Option<&str>) {
        let page_words = sentence.says(&["page size", "page-size", "page sizes"]) || A_PAGE.is_match(plain);
        let other = ["second", "seconds", "ms", "kb", "mb", "bytes", "load", "loads", "render", "renders"];
        let page_words = page_words && !sentence.says(&other);
        if size.is_none() && !page_words {
            return;
        }
        // What is said behind the parameter, up to the next one.
        let lower = size.map(str::to_lowercase);
        let start = lower
            .as_ref()
            .and_then(|name| plain.find(name.as_str()).map(|found| found + name.len()))
            .unwrap_or(0);
        let behind = plain.get(start..).unwrap_or_default();
        let others = names
            .iter()
            .map(|name| name.to_lowercase())
            .filter(|name| Some(name) != lower.as_ref() && name.len() > 1);
        let end = others.filter_map(|name| {
            behind
                .match_indices(name.as_str())
                .find(|(found, _)| {
                    has_phrase(
                        behind.get(found.saturating_sub(1)..found + name.len() + 1).unwrap_or_default(),
                        &name,
                    )
                })
                .map(|(found, _)| found)
        });
        let part = if lower.is_some() {
            behind.get(..end.min().unwrap_or(behind.len())).unwrap_or(behind)
        } else {
            plain
        };
        let first = |found: regex::Captures| {
            found.iter().skip(1).flatten().next().and_then(|number| number.as_str().parse::<usize>().ok())
        };
        let cell = sentence.cells.iter().find(|(head, _)| head.contains("default"));
        let cell =
            cell.filter(|_| size.is_some()).and_then(|(_, cell)| cell.trim_matches('`').trim().parse().ok());
        let default = cell.or_else(|| DEFAULT.captures(part).and_then(first));
        let asked = UNASKED.replace_all(part, "");
        let default = default.or_else(|| UNASKED.captures(part).and_then(first)).or_else(|| {
            let unasked = sentence.says(&["unless", "default", "defaults", "by default", "otherwise"]);
            let found = A_PAGE.captures(plain).filter(|_| unasked)?;
            let whole = found.get(0)?;
            let before = plain.get(..whole.start())?.trim_end();
            let bounded = ["at most", "up to", "more than", "maximum of", "max"]
                .iter()
                .any(|word| before.ends_with(word));
            if bounded { None } else { first(found) }
        });
        if let Some(number) = default.filter(|number| *number > 0) {
            Said::note(&mut self.default, number, at);
        }
        let most = MOST.captures(&asked).and_then(first).or_else(|| RANGE.captures(&asked).and_then(first));
        // "At most 100 can be asked for with `per_page`"
        let before = plain.get(..start).filter(|_| names.len() == 1).unwrap_or_default();
        let before = before.rsplit([';', '.']).next().unwrap_or_default().trim_end_matches('`');
        let before = lower.as_ref().and_then(|name| before.strip_suffix(name.as_str())).unwrap_or_default();
        let before = before.trim_end_matches(['`', ' ']);
        let asks = ["with", "by", "through", "using", "via"]
            .iter()
            .any(|word| before.strip_suffix(word).is_some_and(|rest| rest.ends_with(' ')));
        let ahead = || MOST.captures(before).filter(|_| asks).and_then(first);
        let largest = || {
            let found = LARGEST.captures(plain).filter(|found| lower.as_deref() == Some(&found[1]))?;
            found[2].parse().ok()
        };
        let most = most.or_else(ahead).or_else(largest);
        if let Some(number) = most.filter(|number| *number > 1) {
            let refused = if sentence.says(&[
                "counts as",
                "clamped",
                "clamps",
                "is clamped",
                "capped",
                "caps",
                "silently",
                "reduced",
                "lowered",
                "treated as",
                "cut to",
                "cut down",
                "cut off",
                "truncated",
            ]) {
                Some(false)
            } else {
                sentence
                    .affirms(&["rejected", "refused", "400", "422", "an error", "invalid"])
                    .then_some(true)
            };
            Said::note(&mut self.most, Most { number, refused }, at);
        }
    }
}
