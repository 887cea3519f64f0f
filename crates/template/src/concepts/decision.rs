//! What was weighed, decided, left open; and what stands around the text.

use super::Table;
use crate::Concept::*;

pub(super) const TABLE: Table = &[
    (Design, "design | *design | detailed design | technical design | specification | technical specification | proposal | proposed solution | solution | solution design | proposed design | reference level explanation | implementation details | internal details | explanation
        | technical details | technical approach | approach | proposed approach | reference implementation | technical implementation | functional design | design details | diseño | diseño detallado | diseño técnico | propuesta | solución propuesta | especificación | conception
        | conception détaillée | solution proposée | spécification | proposition | entwurf | detailentwurf | lösungsvorschlag | lösung | spezifikation | vorschlag | desenho | projeto detalhado | proposta | solução proposta | especificação
        | 設計 | 詳細設計 | 仕様 | 提案 | 解決策 | 仕様詳細 | 설계 | 상세 설계 | 제안 | 해결 방안 | 명세 | 设计 | 详细设计 | 技术方案 | 解决方案 | 提案内容 | 规格 | 設計方案 | 規格 | проектирование | техническое решение | предлагаемое решение | спецификация | предложение | решение задачи"),
    (Alternatives, "alternatives | *alternatives | alternatives considered | *alternatives considered | alternative approaches | alternative approaches considered | considered options | considered alternatives | options | options considered | other options | approaches | approaches and trade offs
        | scope and approaches | trade offs | tradeoffs | trade offs and mitigations | pros and cons of the options | rationale and alternatives | drawbacks and alternatives | rejected alternatives | rejected ideas | approach selection | other approaches | trade off analysis | prior art and alternatives
        | alternativas | alternativas consideradas | opciones consideradas | enfoques | alternatives envisagées | options envisagées | compromis | alternativen | betrachtete alternativen | erwogene optionen | abwägungen | opções consideradas
        | 代替案 | 検討した代替案 | 検討した選択肢 | 選択肢 | トレードオフ | 대안 | 고려한 대안 | 대안 검토 | 트레이드오프 | 替代方案 | 备选方案 | 方案对比 | 替代選項 | 权衡 | альтернативы | рассмотренные альтернативы | варианты решения | компромиссы
        | rejected options | discarded alternatives | options evaluated | other solutions considered | 검토한 대안 | 대안 비교 | 方案比较 | 候选方案 | 比較検討 | 検討案 | alternativas evaluadas | solutions envisagées | lösungsalternativen | alternativas avaliadas
        | альтернативные решения
        | what else we considered | other ideas | paths not taken | roads not taken | considered and rejected | rejected approaches | alternatives rejected | alternatives discarded
        | what we rejected | 却下した案 | 不採用案"),
    (Alternative, "alternative | alternative* | option | option* | approach* | opción | alternativa | opção | 案 | 대안 1 | 方案 | вариант"),
    (Decisions, "decisions | *decisions | decision | *decision | decision outcome | design decisions | key decisions | technical decisions | architecture decisions | architectural decisions | decision log | decision record | decisions made | decided | why these decisions
        | decisiones | decisión | decisiones de diseño | décisions | décision | décisions de conception | entscheidungen | entscheidung | entwurfsentscheidungen | architekturentscheidungen | decisões | decisão | decisões de projeto
        | 決定 | 決定事項 | 設計判断 | 意思決定 | 決定内容 | 결정 | 결정 사항 | 설계 결정 | 决策 | 决定 | 设计决策 | 決策 | решения | принятые решения | решение
        | agreed decisions | 결정사항 | 주요 결정 | 의사결정 | 关键决策 | 技术决策 | 决策记录 | 設計決定 | decisiones técnicas | decisiones clave | choix techniques | décisions techniques | technische entscheidungen | wichtige entscheidungen | decisões técnicas
        | decisões de arquitetura | ключевые решения | технические решения | архитектурные решения
        | decisions so far | decisions taken | what we decided | what was decided | choices | choices made | what we chose | design choices | key choices
        | decision summary | summary of decisions | *decision summary | resumen de decisiones | résumé des décisions | zusammenfassung der entscheidungen | resumo das decisões | 決定事項一覧 | 決定事項まとめ | 결정 사항 요약 | 결정사항 요약 | 决策汇总 | 决策摘要
        | decisions on* | decisions about* | decisiones* | entscheidungen zu* | decisões*"),
    (DecisionDrivers, "decision drivers | drivers | decision criteria | evaluation criteria | factores de decisión | facteurs de décision | entscheidungstreiber | fatores de decisão | 判断基準 | 의사 결정 요인 | 决策因素 | критерии выбора"),
    (Rationale, "rationale | *rationale | reasoning | justification | why this approach | design rationale | razonamiento | raison | justification du choix | begründung | racional | 根拠 | 理由 | 설계 근거 | 근거 | 理由说明 | 设计理由 | обоснование решения"),
    (Consequences, "consequences | implications | results of the decision | effects | consecuencias | implicaciones | conséquences | implications techniques | konsequenzen | folgen | consequências | implicações | 結果 | 影響と結果 | 결과 | 后果 | 結果與影響 | последствия"),
    (Drawbacks, "drawbacks | *drawbacks | disadvantages | cons | downsides | negative consequences | desventajas | inconvenientes | inconvénients | nachteile | desvantagens | 欠点 | デメリット | 短所 | 단점 | 缺点 | 劣势 | 缺點 | недостатки | минусы"),
    (Advantages, "advantages | pros | upsides | positive consequences | good | ventajas | avantages | vorteile | vantagens | 利点 | 長所 | 장점 | 优点 | 优势 | 優點 | преимущества | плюсы"),
    (Risks, "risks | risk | *risks | risks and mitigations | risk assessment | risks and mitigation | *risk assessment | risk analysis | risks and drawbacks | risks and assumptions | risk register | technical risks | risks and technical debts | riesgos | riesgos y mitigaciones | análisis de riesgos
        | risques | risques et mitigations | analyse des risques | risiken | risiken und maßnahmen | risikobewertung | riscos | riscos e mitigações | análise de riscos | リスク | *リスク | リスクと対策 | リスク管理 | 위험 | 리스크 | 위험 및 완화 | 위험 요소 | 风险 | 风险与缓解 | 风险评估
        | 風險 | 風險評估 | риски | риски и меры | анализ рисков
        | known risks | potential risks | key risks | 리스크 관리 | 위험 관리 | 潜在风险 | 风险分析 | возможные риски
        | risks* | identified risks | riesgos* | riscos* | risques*
        | what could go wrong | what can go wrong | what may go wrong | dangers | concerns
        | 懸念事項 | 懸念点 | 우려 사항"),
    (OpenQuestions, "open questions | 未解決の問題 | 未解決の課題 | 未決事項 | 残課題 | *open questions | open questions* | open question | unresolved questions | *unresolved questions | questions | outstanding questions | unresolved issues | open issues | *open issues | issues to resolve | to be decided | tbd | unknowns | open points | open items | pending decisions
        | needs clarification | preguntas abiertas | cuestiones abiertas | preguntas pendientes | dudas | questions ouvertes | questions en suspens | points ouverts | offene fragen | offene punkte | ungeklärte fragen | questões em aberto | perguntas em aberto | pontos em aberto | dúvidas
        | オープンクエスチョン | 未解決の質問 | 未解決事項 | 未決事項 | 検討事項 | 未解決の課題 | 質問 | 미해결 질문 | 열린 질문 | 미결 사항 | 질문 | 미결정 사항 | 未解决问题 | 开放问题 | 待解决问题 | 待定问题 | 待确认 | 开放性问题 | 待解決問題 | 未決問題
        | открытые вопросы | нерешенные вопросы | вопросы
        | questions to resolve | remaining questions | key questions | decisions needed | open decisions | outstanding items | unresolved | 待确认问题 | 待确认事项 | 未决问题 | 未决事项 | 遗留问题 | 待讨论 | 待讨论问题 | 오픈 이슈 | 미해결 이슈 | 미해결 사항 | 확인 필요 사항 | 논의 필요 사항
        | 결정 필요 사항 | 未確定事項 | 要確認事項 | 残課題 | 保留事項 | 未解決課題 | cuestiones pendientes | puntos abiertos | temas pendientes | zu klären | ungeklärte punkte | questões pendentes | pendências | нерешённые вопросы | неясности
        | open specification items | open design items | open spec items | open topics | open requirements | open points | unanswered | unanswered questions | still open | undecided | to be answered
        | parking lot
        | decisions pending | 未決定事項 | 決めること | 決めるべきこと | 決める必要がある* | 要検討事項 | オープンな質問 | 정해야 할 것들 | 정해야 할 것 | 결정해야 할 사항 | 待定
        | questions ouvertes* | points ouverts* | preguntas abiertas* | cuestiones abiertas* | questões em aberto* | à préciser* | por definir | a definir | à définir | noch offen | noch zu klären"),
    (Clarifications, "clarifications | *clarifications | q and a | qa log | resolved questions | answered questions | decisions and clarifications | aclaraciones | clarifications apportées | klarstellungen | esclarecimentos | 確認済み事項 | 明確化 | 명확화 | 澄清 | 澄清說明 | уточнения"),
    (FutureWork, "future work | *future work | future possibilities | future considerations | future enhancements | *future enhancements | future extensions | possible extensions | future directions | future improvements | follow up | follow ups | follow up work | deferred | later | future | planned | post launch features
        | backlog | nice to have | what's next | trabajo futuro | mejoras futuras | travaux futurs | améliorations futures | perspectives | évolutions futures | évolutions | évolutions possibles | évolutions envisagées | ouvertures | zukünftige arbeiten | ausblick | künftige erweiterungen | trabalhos futuros | melhorias futuras
        | 今後の課題 | 将来の拡張 | 今後の展望 | 将来の検討事項 | 今後の予定 | 향후 작업 | 향후 계획 | 향후 과제 | 未来工作 | 后续工作 | 未来规划 | 後續工作 | 未來工作 | дальнейшая работа | будущие улучшения | перспективы
        | future scope | future features | v2 features | 향후 개선 | 향후 개선 사항 | 개선 가능 항목 | 추후 과제 | 后续计划 | 未来计划 | 未来扩展 | 今後の拡張 | 将来対応 | futuras mejoras | próximas mejoras | futuras melhorias | próximas versões | weiterentwicklung
        | планы на будущее | возможные улучшения
        | future ideas | ideas for later | room for extension | 향후 확장 | 향후 확장 여지 | 향후 확장 계획 | 확장 계획 | 拡張余地 | 扩展方向"),
    (PriorArt, "prior art | *prior art | related work | existing solutions | state of the art | prior work | precedents | competitive analysis | comparisons | inspiration | trabajo previo | estado del arte | travaux antérieurs | état de l'art | travaux connexes | stand der technik | verwandte arbeiten | trabalhos relacionados | estado da arte
        | 先行事例 | 関連研究 | 既存事例 | 선행 사례 | 관련 연구 | 기존 사례 | 现有技术 | 相关工作 | 先前技术 | 相關工作 | аналоги | существующие решения"),
    (Glossary, "glossary | *glossary | glossary of terms | definitions | terminology | terms | vocabulary | key definitions | acronyms | abbreviations | terms and definitions | key terms | existing definitions | nomenclature | glosario | definiciones | terminología | términos | glossaire | définitions | terminologie
        | lexique | glossar | begriffe | definitionen | begriffsdefinitionen | glossário | definições | terminologia | termos | 用語集 | 用語 | 用語定義 | 用語と登場アクター | 用語の定義 | 용어집 | 용어 | 용어 정의 | 术语表 | 术语 | 名词解释 | 词汇表 | 術語 | 名詞解釋 | глоссарий | термины | определения | термины и определения
        | 용어 설명 | 名词定义 | 术语定义 | 用語説明 | términos y definiciones | termes et définitions | begriffe und abkürzungen | termos e definições | словарь | словарь терминов
        | lenguaje ubicuo | langage omniprésent | ubiquitäre sprache | linguagem ubíqua | ユビキタス言語 | 유비쿼터스 언어 | 通用语言 | единый язык | words | terms used here | terms used | ubiquitous language | what we call things
        | 名詞 | 名词 | 名詞定義"),
    (References, "references | *references | reference | cross references | cross reference | links | *links | resources and links | further reading | suggested reading | recommended reading | additional reading | reading list | see also | bibliography | external references | more information | reference documentation | sources | citations | related links | external links | related documentation | related documents
        | referencias | enlaces | bibliografía | véase también | références | liens | bibliographie | voir aussi | referenzen | verweise | quellen | literatur | siehe auch | weiterführende links | referências | referencias bibliográficas | ligações | veja também
        | 参考 | 参考文献 | 参考資料 | 参照 | リンク | 関連資料 | 참고 | 참고 자료 | 참고 문헌 | 링크 | 参考链接 | 参考资料 | 相关链接 | 引用 | 參考資料 | 相關連結 | ссылки | литература | источники | см также
        | 참조 | 참고자료 | 相关资料 | 参考文档 | 参照資料 | 関連リンク | fuentes | fontes | полезные ссылки | reading list | resources
        | source documents | source material | source materials | input documents | documentos fuente | documents sources | quelldokumente | documentos de origem | 元資料 | 원본 문서 | 源文档"),
    (RelatedSpecs, "related specs | related specifications | related issues | related rfcs | related adrs | related | related work items | linked issues | associated specs | specs relacionadas | especificaciones relacionadas | documents liés | verwandte spezifikationen | specs relacionados
        | 関連 | 関連 issue | 関連issue | 関連仕様 | 関連ドキュメント | 관련 이슈 | 관련 문서 | 相关文档 | 相关规范 | 相關文件 | связанные спецификации | связанные документы
        | companion documents | related specs and docs | 関連文書 | 관련문서 | documentos relacionados | documentación relacionada | documentation associée | zugehörige dokumente | связанная документация"),
    (Examples, "examples | *examples | example | *example | example* | sample | samples | basic example | examples and interactions | worked example | illustrative examples | ejemplos | ejemplo | exemples | exemple | beispiele | beispiel | exemplos | exemplo | 例 | サンプル | 使用例 | 예시 | 예제 | 示例 | 例子 | 範例 | примеры | пример"),
    (Usage, "usage | *usage | example usage | getting started | quick start | quickstart | how to use | uso | utilisation | verwendung | nutzung | utilização | 使い方 | 利用方法 | 사용법 | 使用方法 | 用法 | 使用說明 | использование | применение | запуск проекта | установка и запуск | запуск приложения"),
    (Appendix, "appendix | appendix* | appendices | *appendix | annex | annex* | addendum | supplementary material | apéndice | apéndices | anexo | anexos | annexe | annexes | anhang | anhänge | apêndice | apêndices | 付録 | 補足 | 補遺 | 부록 | 附录 | 附錄 | приложение | приложения"),
    (TableOfContents, "table of contents | contents | toc | índice | tabla de contenidos | table des matières | sommaire | inhaltsverzeichnis | inhalt | sumário | 目次 | 목차 | 目录 | 目錄 | содержание | оглавление"),
    (Notes, "notes | note | remarks | additional notes | comments | implementation notes | design notes | misc | miscellaneous | other | additional information | notas | observaciones | remarques | anmerkungen | hinweise | bemerkungen | observações | 備考 | メモ | 注記 | 비고 | 메모 | 备注 | 注释 | 備註 | примечания | заметки"),
    (Faq, "faq | faqs | frequently asked questions | preguntas frecuentes | foire aux questions | häufige fragen | häufig gestellte fragen | perguntas frequentes | よくある質問 | 자주 묻는 질문 | 常见问题 | 常見問題 | часто задаваемые вопросы"),
    (Acknowledgements, "acknowledgements | acknowledgments | credits | thanks | agradecimientos | remerciements | danksagung | agradecimentos | 謝辞 | 감사의 말 | 致谢 | 致謝 | благодарности"),
    (License, "copyright | license | licence | copyright waiver | licencia | licence d'utilisation | lizenz | licença | ライセンス | 著作権 | 라이선스 | 저작권 | 许可证 | 版权 | 授權 | лицензия | авторские права"),
];
