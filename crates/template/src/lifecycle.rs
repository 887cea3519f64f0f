//! How far a document is: the words that statuses are written in, in several languages, with their decoration.

use crate::heading;
use std::collections::HashMap;
use std::sync::LazyLock;

macro_rules! stages {
    ($($(#[$doc:meta])* $variant:ident $name:literal $words:literal,)*) => {
        /// A stage in the life of a document.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Lifecycle { $($(#[$doc])* $variant,)* }

        impl Lifecycle {
            /// All stages, in the order of a document's life.
            pub const ALL: &[Lifecycle] = &[$(Lifecycle::$variant,)*];

            /// The name used in settings and output.
            pub fn name(self) -> &'static str {
                match self { $(Lifecycle::$variant => $name,)* }
            }

            fn words(self) -> &'static str {
                match self { $(Lifecycle::$variant => $words,)* }
            }
        }
    };
}

stages! {
    /// Being written.
    Draft "draft" "draft | wip | work in progress | idea | preliminary | initial draft | strawman | provisional | not started
        | planned | backlog | todo | to do | new | outline | borrador | pendiente | planificado | planificada | brouillon | ébauche | prévu | prévue | à faire | entwurf | geplant
        | rascunho | planejado | ドラフト | 下書き | 草案 | 未着手 | 作成中 | 초안 | 예정 | 작성 중 | 草稿 | 规划中 | 未开始 | 計畫中 | черновик | запланировано | не начато",
    /// Put forward for a decision.
    Proposed "proposed" "proposed | proposal | open | submitted | candidate | pending | request for comments | rfc | propuesto | propuesta | proposé
        | vorgeschlagen | offen | proposto | proposta | 提案 | 提案中 | 제안 | 제안됨 | 提议 | 已提议 | 提議 | предложено | предложен",
    /// Being looked at by others.
    InReview "in-review" "in review | review | under review | reviewing | reviewed | last call | final comment period | fcp | ready for review | for review
        | under discussion | discussion | en revisión | revisión | en revue | en cours de revue | in prüfung | in begutachtung | em revisão
        | レビュー中 | レビュー待ち | 検討中 | 검토 중 | 리뷰 중 | 审核中 | 评审中 | 審查中 | на рассмотрении | на ревью | на проверке",
    /// Agreed, not yet (known to be) built.
    Accepted "accepted" "accepted | approved | agreed | ready | ready for implementation | implementable | adopted | signed off | merged | confirmed | decided
        | aceptado | aceptada | aprobado | aprobada | accepté | approuvé | validé | akzeptiert | angenommen | genehmigt | freigegeben | aceito | aceita | aprovado
        | 承認済み | 承認 | 採択 | 採用 | 確定 | 승인 | 승인됨 | 채택 | 확정 | 已批准 | 已接受 | 已采纳 | 通过 | 已核准 | принято | принят | одобрено | утверждено | утвержден",
    /// Being built.
    InProgress "in-progress" "in progress | implementing | started | partial | partially implemented | partially complete | ongoing | in development | development | under development
        | active development | building | experimental | beta | alpha | en progreso | en curso | en desarrollo | parcial | en cours | en développement | in arbeit | in umsetzung
        | in entwicklung | teilweise umgesetzt | em andamento | em desenvolvimento | 進行中 | 実装中 | 対応中 | 一部実装 | 진행 중 | 진행중 | 구현 중 | 개발 중 | 进行中 | 实施中 | 开发中 | 實作中
        | в работе | в процессе | в разработке | реализуется",
    /// Built.
    Implemented "implemented" "implemented | done | complete | completed | shipped | released | delivered | fully implemented | finished | live | deployed | closed | verified | resolved
        | implementado | implementada | hecho | completado | completada | terminado | finalizado | terminada | finalizada | implémenté | terminé | terminée | achevé | achevée | fait | livré | livrée | implementiert | umgesetzt | fertig | erledigt | abgeschlossen
        | concluído | concluída | feito | 完了 | 実装済み | 実装済 | 完成 | 済 | 完了済み | 완료 | 구현 완료 | 구현됨 | 완료됨 | 已完成 | 已实现 | 已实施 | 已上线 | 已實作 | готово | завершено | реализовано | выполнено | внедрено",
    /// Fixed for good.
    Final "final" "final | stable | standard | frozen | published | definitivo | final version | définitif | endgültig | 最終版 | 最終 | 確定版 | 최종 | 最终 | 定稿 | 正式 | 最終定稿 | окончательный | финальный",
    /// In force and kept up to date.
    Living "living" "living | active | current | in force | maintained | ongoing document | activo | vigente | actif | en vigueur | aktiv | gültig | ativo | 有効 | 運用中 | 現行 | 유효 | 활성 | 生效 | 有效 | 现行 | 生效中 | действует | активный | актуально",
    /// Put off.
    Deferred "deferred" "deferred | postponed | on hold | paused | stagnant | blocked | parked | inactive | aplazado | pospuesto | en pausa | bloqueado | reporté | suspendu | en attente | bloqué
        | zurückgestellt | verschoben | pausiert | blockiert | adiado | em espera | 保留 | 延期 | 保留中 | 보류 | 연기 | 보류 중 | 搁置 | 推迟 | 暂停 | 擱置 | отложено | приостановлено | заблокировано",
    /// Something newer stands in its place.
    Superseded "superseded" "superseded | replaced | obsolete | obsoleted | outdated | superseded by | replaced by | sustituido | reemplazado | obsoleto | remplacé | obsolète | ersetzt | abgelöst | veraltet | substituído
        | 置き換え済み | 廃止済み | 旧版 | 대체됨 | 대체 | 已取代 | 已替代 | 被取代 | 已過時 | заменено | заменен | устарело",
    /// Still there, not to be used any more.
    Deprecated "deprecated" "deprecated | retired | archived | sunset | historic | historical | legacy | removed | en desuso | archivado | retirado | déprécié | archivé | abgekündigt | archiviert | descontinuado | arquivado
        | 非推奨 | 廃止 | アーカイブ | 폐기 | 지원 중단 | 보관 | 已弃用 | 已废弃 | 已归档 | 已廢棄 | не рекомендуется | выведено из употребления | в архиве",
    /// Decided against.
    Rejected "rejected" "rejected | declined | denied | not accepted | wontfix | won't do | failed | rechazado | rechazada | rejeté | refusé | abgelehnt | verworfen | rejeitado | rejeitada | recusado | 却下 | 否決 | 不採用 | 거부 | 반려 | 거절 | 已拒绝 | 拒绝 | 否决 | 已駁回 | отклонено | отклонен | отказано",
    /// Taken back by its author.
    Withdrawn "withdrawn" "withdrawn | cancelled | canceled | abandoned | dropped | moved | retirada | cancelado | abandonado | abandoné | annulé | retiré | zurückgezogen | abgebrochen | aufgegeben | cancelada | 取り下げ | 中止 | 撤回 | 철회 | 취소 | 취소됨 | 已撤回 | 已取消 | 已放棄 | отозвано | отменено",
}

/// Every phrase, normalised, by its first letter, the longest first.
static PHRASES: LazyLock<HashMap<char, Vec<(String, Lifecycle)>>> = LazyLock::new(|| {
    let phrases = Lifecycle::ALL
        .iter()
        .flat_map(|stage| stage.words().split('|').map(|phrase| (heading::normalise_whole(phrase), *stage)));
    let mut phrases: Vec<_> = phrases.collect();
    phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
    let mut by_letter: HashMap<char, Vec<(String, Lifecycle)>> = HashMap::new();
    for (phrase, stage) in phrases {
        if let Some(first) = phrase.chars().next() {
            by_letter.entry(first).or_default().push((phrase, stage));
        }
    }
    by_letter
});

impl Lifecycle {
    /// The stage that a status says: `✅ Implemented (v2)` is [`Lifecycle::Implemented`]. `None` where the words are not
    /// known, and where several stages are offered and none is picked.
    pub fn of_status(status: &str) -> Option<Lifecycle> {
        let bare = status.trim().trim_matches(['"', '\'', '*', '_', '`', '[', ']', '{', '}', '~']);
        let choices: Vec<_> = bare.split('|').filter(|choice| !choice.trim().is_empty()).collect();
        if choices.len() > 1 {
            return None;
        }
        Self::of_words(&heading::normalise(qualified(bare)))
            .or_else(|| Self::of_words(&heading::normalise_whole(bare)))
            .or_else(|| Self::of_emoji(bare))
    }

    /// Whether there is nothing left to write or build: what is unfilled in such a document is a defect.
    pub fn is_finished(self) -> bool {
        matches!(self, Self::Implemented | Self::Final)
    }

    /// Whether the document is out of force.
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Superseded | Self::Deprecated | Self::Rejected | Self::Withdrawn)
    }

    /// Whether the content is agreed, built or not.
    pub fn is_agreed(self) -> bool {
        matches!(self, Self::Accepted | Self::InProgress | Self::Implemented | Self::Final | Self::Living)
    }

    /// The longest known phrase at the start of normalised words.
    fn of_words(words: &str) -> Option<Lifecycle> {
        let fits = |phrase: &str| {
            words.strip_prefix(phrase).is_some_and(|rest| {
                // Scripts without spaces between words go on at once.
                rest.is_empty() || rest.starts_with(' ') || phrase.chars().all(|c| u32::from(c) >= 0x2E80)
            })
        };
        let phrases = PHRASES.get(&words.chars().next()?)?;
        phrases.iter().find(|(phrase, _)| fits(phrase)).map(|(_, stage)| *stage)
    }

    fn of_emoji(status: &str) -> Option<Lifecycle> {
        status.chars().find_map(|character| {
            Some(match character {
                '✅' | '☑' | '✔' | '✓' | '🟢' | '🎉' | '🚀' => Self::Implemented,
                '🚧' | '🔄' | '🏗' | '🟡' | '⏳' | '🔨' => Self::InProgress,
                '📝' | '✏' | '💡' | '📋' => Self::Draft,
                '👀' | '🔍' => Self::InReview,
                '⏸' | '🛑' | '💤' => Self::Deferred,
                '❌' | '🚫' | '✖' => Self::Rejected,
                '🗄' | '⚠' => Self::Deprecated,
                _ => return None,
            })
        })
    }
}

impl std::fmt::Display for Lifecycle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// The status itself, without what is said about it: `Accepted (2024-01-02)`, `Implemented # v2`, `Draft — see below`.
fn qualified(status: &str) -> &str {
    let cuts = ["(", "（", " #", "[", " - ", " – ", " — ", ";", ",", "、", "。", "<"];
    let end = cuts.iter().filter_map(|cut| status.find(cut)).filter(|at| *at > 0).min();
    status.get(..end.unwrap_or(status.len())).unwrap_or(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_with_their_decoration() {
        use Lifecycle::*;
        for (status, stage) in [
            ("draft", Draft),
            ("✅ 完了", Implemented),
            ("✅ 완료", Implemented),
            ("Implemented # v2", Implemented),
            ("Accepted (2024-01-02)", Accepted),
            ("**In Progress** — phase 2", InProgress),
            ("Superseded by [ADR-7](adr-7.md)", Superseded),
            ("\"proposed\"", Proposed),
            ("Borrador", Draft),
            ("En cours de revue", InReview),
            ("实施中", InProgress),
            ("実装済み（v0.3）", Implemented),
            ("Реализовано", Implemented),
            ("Partially implemented", InProgress),
            ("Not started", Draft),
            ("Last Call", InReview),
            ("🚧", InProgress),
            ("Won't do", Rejected),
        ] {
            assert_eq!(Lifecycle::of_status(status), Some(stage), "{status}");
        }
    }

    #[test]
    fn what_says_no_stage() {
        for status in ["Proposed | Implemented", "{draft | final}", "purple", "", "v2", "drafty"] {
            assert_eq!(Lifecycle::of_status(status), None, "{status}");
        }
    }

    #[test]
    fn no_word_means_two_stages() {
        let mut seen = std::collections::HashMap::new();
        for stage in Lifecycle::ALL {
            for phrase in stage.words().split('|') {
                let phrase = heading::normalise_whole(phrase);
                if let Some(other) = seen.insert(phrase.clone(), *stage) {
                    assert_eq!(other, *stage, "{phrase}");
                }
            }
        }
    }
}
