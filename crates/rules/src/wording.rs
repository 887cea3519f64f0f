//! Words that weaken a statement, by language: the one table that the rules on wording share.

use abide_model::{Item, Kind};

/// Words that promise something without saying how much of it. Each means that wherever it stands.
pub(crate) const VAGUE: &str = "user-friendly | user friendly | easy to use | easy-to-use | easy to understand | intuitive | intuitively | seamless | seamlessly | as appropriate
    | where appropriate | when appropriate | if appropriate | as needed | as necessary | where necessary | if necessary | when necessary | as required
    | if possible | where possible | when possible | as far as possible | as soon as possible | as fast as possible | as quickly as possible
    | in a timely manner | timely | reasonable | reasonably | adequate | adequately | acceptable | sufficiently | high performance | good performance
    | state of the art | best effort | quickly | fast enough | fast | performant | robust | efficiently | gracefully | properly | appropriately
    | fácil de usar | intuitivo | intuitiva | si es posible | cuando sea posible | según corresponda | si procede | lo antes posible | rápidamente
    | adecuadamente | razonable | facile à utiliser | intuitif | intuitive | si possible | si nécessaire | le cas échéant | dès que possible | rapidement
    | raisonnable | convivial | conviviale | benutzerfreundlich | benutzerfreundliche | intuitiv | wenn möglich | falls möglich | bei bedarf
    | gegebenenfalls | so schnell wie möglich | angemessen | angemessene | ausreichend | performant | fácil de usar | se possível | quando possível
    | conforme necessário | se necessário | o mais rápido possível | razoável | 使いやすい | 適切に | 適宜 | 必要に応じて | 可能な限り | できるだけ | 十分な | 直感的 | 사용하기 쉬운 | 적절히 | 적절한
    | 필요에 따라 | 가능한 한 | 가능하면 | 직관적 | 易于使用 | 用户友好 | 适当 | 必要时 | 尽可能 | 尽快 | 合理的 | удобный | удобно | интуитивно | по возможности | при необходимости
    | как можно быстрее | приемлемое | достаточно быстро";

/// Endings of lists that leave open what else belongs to them.
pub(crate) const OPEN_ENDED: &str = "etc | et cetera | and so on | and so forth | and more | among others | including but not limited to | but not limited to | y así sucesivamente
    | entre otros | entre otras | y más | et ainsi de suite | entre autres | usw | und so weiter | entre outros | e assim por diante | など | 等々
     | 等等 | и т.д. | и так далее | и др. | и т.п.";

/// Words that lay an obligation on someone.
pub(crate) const OBLIGATIONS: &str = "must | shall | has to | have to | debe | deben | deberá | deberán | doit | doivent | muss | müssen | deve | devem | должен | должна | должны";

/// The kinds whose statements others build and test by.
pub(crate) const BINDING: &[Kind] = &[Kind::Requirement, Kind::Check, Kind::Target];

/// Whether a statement gives a number to measure by, or says under what condition in code.
pub(crate) fn is_measured(item: &Item, text: &str) -> bool {
    let id = item.text_field("id").unwrap_or_default();
    let bare = text.replacen(id, "", usize::from(!id.is_empty()));
    bare.chars().any(|letter| letter.is_ascii_digit())
}
