//! Whether an entry of a list says what is done.

use super::verbs::is_verb;
use crate::Context;
use crate::statement::Statement;
use crate::text::{self, find_word};
use abide_syntax::NodeKind;

/// Whether an entry says what is done: it begins with a verb, a condition, somebody who does something, or the name of a
/// function.
pub(super) fn acts(context: &Context, step: &Statement) -> bool {
    let text = step.text.as_str();
    let document = context.document;
    let first = document.node(step.first);
    let elsewhere = || !text.is_ascii() && is_done_elsewhere(&without_code(document.slice(step.range)));
    if first.kind == NodeKind::CodeSpan {
        let code = text::code_span(document.slice(first.range)).trim_end_matches("()");
        let function = text::is_compound(code)
            && !text::is_upper_snake(code)
            && !code.starts_with('-')
            && !code.contains(['=', '<', '>', ' ']);
        return function || code.contains(['(', ' ']) || is_done(text) || elsewhere();
    }
    let said = text::labelled(text).filter(|_| first.kind == NodeKind::Strong).map_or(text, |cut| cut.rest);
    is_done(text) || is_done(said) || elsewhere()
}

fn without_code(source: &str) -> String {
    source.split('`').step_by(2).collect::<Vec<_>>().join("_")
}

fn is_done(text: &str) -> bool {
    const CONDITIONS: &[&str] = &[
        "if",
        "when",
        "once",
        "otherwise",
        "else",
        "for",
        "only",
        "after",
        "before",
        "then",
        "finally",
        "next",
        "while",
        "until",
        "on",
        "upon",
        "optionally",
        "first",
    ];
    const LOOKED_AT: usize = 6;
    let mut words = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | ';'))
        .filter(|word| !word.is_empty())
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    let Some(first) = words.next() else { return false };
    if CONDITIONS.contains(&first.as_str()) || is_verb(&first) {
        return true;
    }
    // "The client sends …": somebody, then what is done in the third person.
    words.take(LOOKED_AT - 1).any(|word| word.ends_with('s') && is_verb(&word))
}

/// A verb at the end, and what it is done to before, in languages that order words so; words that begin steps in others.
fn is_done_elsewhere(text: &str) -> bool {
    let end = text.split(['。', '(', '（', '→', ';']).next().unwrap_or(text).trim_end();
    // "… を throw", "それ以外はそのまま返す"
    let otherwise =
        ["それ以外は", "そうでなければ", "でなければ"].iter().any(|start| text.starts_with(start));
    let foreign = || end.rsplit(' ').next().is_some_and(|last| last.is_ascii() && is_verb(last));
    let japanese = (text.contains('を') || text.contains('に') || otherwise)
        && (end.ends_with(['る', 'す', 'う', 'く', 'つ', 'む', 'ぶ', 'ぐ', 'し', 'て']) || foreign());
    // "在庫の確認": a noun for what is done, behind what it is done to.
    let nominal =
        text.contains(['の', 'は', 'を', 'に', 'で', 'へ']) && DEEDS.iter().any(|deed| end.ends_with(deed));
    let korean = (text.contains('을') || text.contains('를')) && end.ends_with(['다', '함', '기']);
    let chinese = [
        "检查", "验证", "读取", "写入", "调用", "返回", "发送", "创建", "更新", "生成", "解析", "如果", "当",
    ]
    .iter()
    .any(|word| text.starts_with(word));
    japanese || nominal || korean || chinese
}

/// Nouns that say what is done, at the end of an entry.
const DEEDS: &[&str] = &[
    "作成",
    "実行",
    "確認",
    "挿入",
    "取得",
    "更新",
    "削除",
    "登録",
    "送信",
    "検証",
    "生成",
    "保存",
    "表示",
    "返却",
    "呼び出し",
    "読み込み",
    "書き込み",
    "変換",
    "計算",
    "通知",
    "開始",
    "終了",
    "起動",
    "停止",
    "初期化",
    "接続",
    "受信",
    "入力",
    "選択",
];

/// Whether a list is called in a language in which steps open with verbs that end in a few ways: "Orden de confirmación".
pub(super) fn puts_verbs_in_the_infinitive(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "orden",
        "secuencia",
        "pasos",
        "flujo",
        "ordem",
        "sequência",
        "passos",
        "fluxo",
        "étapes",
        "ordre",
        "séquence",
    ];
    let lower = name.to_lowercase();
    WORDS.iter().any(|word| find_word(&lower, word).is_some())
}

pub(super) fn opens_with_infinitive(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    first.len() > 3 && ["ar", "er", "ir", "re"].iter().any(|end| first.ends_with(end))
}
