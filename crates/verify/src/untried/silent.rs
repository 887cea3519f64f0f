//! Words that say nothing by themselves that could be held against a system.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Whether a word, in lower case, says nothing by itself.
pub fn is_silent(word: &str) -> bool {
    SILENT.contains(word)
}

static SILENT: LazyLock<HashSet<&str>> = LazyLock::new(|| WORDS.split_whitespace().collect());

const WORDS: &str = "
    hold holds held
    a an the of to in on at by for with and or but is are was were be been being it its this that these those
    they them their he she his her as if when whenever while then than so such not no nor any all each every one
    into from up out also both either neither which who whose whom what where how has have had having do does
    did done may can must shall should will would could cannot there here i you your we our us via per answer
    answers answered answering respond responds response responses request requests requested status code codes
    system service server api application client clients caller callers user users call calls called get gets
    got give gives given return returns returned returning reply replies result results endpoint endpoints field
    fields value values object objects thing things record resource resources item items data other others
    another same following note see e.g eg ie use uses used using make makes made new always thus therefore only
    whether just exactly once own like about within between through under over true false null try tries tried
    attempt attempts want wants allowed allow let lets possible able successful successfully success scenario
    requirement story etc header headers body bodies error errors message refuse refuses refused reject rejects
    rejected work works deny denied accept accepts come comes go goes begin begins carry carries send sends sent
    contain contains state states because since too very already still yet again become becomes behind below
    above before after else instead until unless without type types kind name names named least most more less
    some many few certain never except besides otherwise accepted need needs needed apart greater afterwards
    later anyone anybody everyone everybody nobody anything everything something set sets wholly whole actor
    trigger triggers well e.g. i.e. ok it's one's number list lists include includes including bear bears add
    adds integer string boolean strings integers
";
