//! What the columns of a table hold, by their heads in several languages: data for the readers of tables.
//!
//! A head is looked up as a whole first, in the order of the list, then within longer heads: so the telling words come first.

pub(crate) type Heads = &'static [&'static str];

/// The number or code of a row; looked up as a whole head only.
pub(crate) const ID: Heads = &[
    "id", "#", "no", "no.", "nr", "nr.", "ref", "code", "req id", "req", "ac", "tc", "us", "n°", "nº", "№", "key", "número", "numéro",
    "identifier", "identificador", "identifiant", "kennung", "識別子", "番号", "編號", "编号", "序号", "번호", "номер", "код",
];

/// How far something is.
pub(crate) const STATUS: Heads = &[
    "status", "state", "progress", "done", "result", "pass", "passed", "estado", "statut", "état", "stand", "situação", "状態", "ステータス",
    "進捗", "상태", "진행", "状态", "狀態", "进度", "статус", "состояние",
];

/// A day.
pub(crate) const DATE: Heads = &[
    "date", "when", "day", "updated", "fecha", "datum", "data", "日付", "更新日", "日時", "날짜", "일자", "日期", "时间", "дата",
];

/// A day to be ready on, or a span of time.
pub(crate) const SPAN: Heads = &[
    "target date", "date", "dates", "due date", "due", "deadline", "target", "when", "end", "week", "weeks", "timeline", "timeframe", "duration",
    "period", "eta", "quarter", "sprint", "estimate", "fecha", "plazo", "duración", "échéance", "date cible", "durée", "termin", "frist",
    "zeitraum", "dauer", "datum", "prazo", "data", "duração", "período", "日付", "期日", "期限", "期間", "時期", "予定", "날짜", "기한", "기간",
    "일정", "완료일", "日期", "截止", "时间", "周期", "預計", "срок", "дата", "период",
];

/// A person who wrote or changed something.
pub(crate) const AUTHOR: Heads = &[
    "author", "by", "who", "editor", "autor", "auteur", "verfasser", "bearbeiter", "著者", "作成者", "更新者", "担当", "작성자", "변경자",
    "作者", "修订人", "修改人", "автор",
];

/// A version.
pub(crate) const VERSION: Heads = &[
    "version", "versions", "rev", "revision", "release", "versión", "versão", "バージョン", "版数", "版", "버전", "版本", "版本号", "версия",
];

/// What was changed.
pub(crate) const SUMMARY: Heads = &[
    "changes", "change", "description", "summary", "notes", "what", "reason", "cambios", "descripción", "modifications", "modification",
    "änderung", "änderungen", "beschreibung", "alterações", "alteração", "mudanças", "descrição", "変更内容", "内容", "変更点", "변경", "내용",
    "变更", "说明", "修改", "描述", "изменения", "описание",
];

/// What is said about a thing.
pub(crate) const DESCRIPTION: Heads = &[
    "description", "meaning", "purpose", "notes", "effect", "what", "use", "comment", "details", "condition", "when", "descripción", "propósito",
    "signification", "remarques", "beschreibung", "bedeutung", "zweck", "descrição", "significado", "propósito", "説明", "内容", "備考", "用途",
    "설명", "내용", "비고", "描述", "说明", "說明", "备注", "описание", "назначение",
];

/// What a thing is for.
pub(crate) const PURPOSE: Heads = &[
    "purpose", "responsibility", "responsibilities", "rationale", "used for", "role", "description", "usage", "use", "reason", "why", "notes", "what",
    "technology", "propósito", "responsabilidad", "uso", "descripción", "rôle", "usage prévu", "responsabilité", "zweck", "aufgabe",
    "verantwortung", "beschreibung", "finalidade", "responsabilidade", "descrição", "責務", "用途", "目的", "役割", "説明", "역할", "책임", "용도",
    "목적", "설명", "职责", "用途", "说明", "描述", "назначение", "ответственность", "описание",
];

/// Why something is so.
pub(crate) const RATIONALE: Heads = &[
    "rationale", "reason", "why", "justification", "reasoning", "razón", "motivo", "justificación", "raison", "justification du choix",
    "begründung", "grund", "justificativa", "理由", "根拠", "근거", "이유", "原因", "обоснование", "причина",
];

/// How urgent something is.
pub(crate) const PRIORITY: Heads = &[
    "priority", "moscow", "prio", "importance", "prioridad", "priorité", "priorität", "prioridade", "優先度", "優先順位", "우선순위", "중요도",
    "优先级", "優先級", "приоритет",
];

/// A statement of a requirement.
pub(crate) const REQUIREMENT: Heads = &[
    "requirement", "requirements", "description", "statement", "rule", "feature", "what", "story", "requisito", "requerimiento", "descripción",
    "funcionalidad", "exigence", "fonctionnalité", "anforderung", "funktion", "beschreibung", "funcionalidade", "descrição", "要件", "要求",
    "機能", "内容", "説明", "요구사항", "요구 사항", "기능", "설명", "需求", "功能", "描述", "说明", "требование", "функция", "описание",
];

/// A criterion or a test.
pub(crate) const CRITERION: Heads = &[
    "criterion", "criteria", "check", "verification", "acceptance criterion", "acceptance criteria", "test case", "test", "scenario", "case",
    "description", "requirement", "what", "item", "criterio", "caso de prueba", "prueba", "critère", "cas de test", "kriterium", "testfall", "prüfung",
    "critério", "caso de teste", "teste", "基準", "検証", "テスト", "確認項目", "試験", "기준", "테스트", "검증", "标准", "测试", "用例", "验收",
    "критерий", "проверка", "тест",
];

/// What a test should give.
pub(crate) const EXPECTED: Heads = &[
    "expected", "expected result", "expected outcome", "expectation", "resultado", "résultat attendu", "erwartet", "erwartetes ergebnis", "期待",
    "期待結果", "期待値", "예상", "기대", "预期", "预期结果", "ожидаемый результат", "ожидание",
];

/// A risk.
pub(crate) const RISK: Heads = &[
    "risk", "risks", "threat", "riesgo", "risque", "risiko", "risco", "リスク", "위험", "리스크", "风险", "風險", "риск", "attack", "description",
];

/// How bad a risk is.
pub(crate) const IMPACT: Heads = &[
    "impact", "severity", "impacto", "gravité", "auswirkung", "schwere", "影響", "影響度", "重大度", "영향", "영향도", "심각도", "影响",
    "严重", "влияние", "ущерб",
];

/// How likely a risk is.
pub(crate) const PROBABILITY: Heads = &[
    "probability", "likelihood", "chance", "probabilidad", "probabilité", "wahrscheinlichkeit", "probabilidade", "確率", "可能性", "発生確率",
    "확률", "가능성", "概率", "可能性", "вероятность",
];

/// What is done about a risk.
pub(crate) const MITIGATION: Heads = &[
    "mitigation", "mitigations", "mitigation strategy", "response", "countermeasure", "action", "plan", "mitigación", "atténuation", "mesure",
    "maßnahme", "gegenmaßnahme", "mitigação", "対策", "対応", "緩和策", "완화", "대응", "대책", "缓解", "应对", "措施", "对策", "緩解", "меры",
    "снижение",
];

/// A question.
pub(crate) const QUESTION: Heads = &[
    "question", "questions", "open question", "issue", "topic", "item", "pregunta", "duda", "question ouverte", "frage", "pergunta", "questão",
    "質問", "論点", "課題", "未決事項", "질문", "이슈", "问题", "問題", "待确认", "вопрос",
];

/// What was answered.
pub(crate) const ANSWER: Heads = &[
    "answer", "resolution", "decision", "resolved", "respuesta", "réponse", "antwort", "resposta", "回答", "結論", "決定", "답변", "결론",
    "答案", "结论", "ответ",
];

/// A piece of work.
pub(crate) const TASK: Heads = &[
    "task", "tasks", "work item", "step", "action", "deliverable", "item", "story", "tarea", "tâche", "aufgabe", "arbeitspaket", "tarefa",
    "タスク", "作業", "작업", "할 일", "任务", "工作项", "任務", "задача", "работа",
];

/// A phase or a milestone.
pub(crate) const MILESTONE: Heads = &[
    "milestone", "phase", "name", "stage", "hito", "fase", "etapa", "jalon", "étape", "meilenstein", "marco", "マイルストーン", "フェーズ", "段階",
    "마일스톤", "단계", "里程碑", "阶段", "階段", "веха", "этап", "фаза",
];

/// A step of a rollout.
pub(crate) const STEP: Heads = &[
    "step", "stage", "phase", "action", "migration", "environment", "what", "description", "paso", "etapa", "fase", "étape", "schritt", "passo",
    "ステップ", "手順", "段階", "단계", "절차", "步骤", "阶段", "шаг", "этап",
];

/// A word that is defined.
pub(crate) const TERM: Heads = &[
    "term", "word", "name", "acronym", "abbreviation", "concept", "término", "terme", "begriff", "abkürzung", "termo", "sigla", "用語", "略語",
    "용어", "약어", "术语", "名词", "術語", "термин", "сокращение",
];

/// What a word means.
pub(crate) const DEFINITION: Heads = &[
    "definition", "meaning", "description", "explanation", "definición", "significado", "définition", "bedeutung", "erklärung", "definição",
    "意味", "説明", "定義", "정의", "설명", "의미", "定义", "释义", "说明", "解释", "определение", "значение",
];

/// Who someone is.
pub(crate) const PERSON: Heads = &[
    "name", "stakeholder", "who", "person", "team", "party", "nombre", "nom", "personne", "équipe", "nome", "interessado", "名前", "氏名",
    "関係者", "이름", "성명", "담당자", "姓名", "负责人", "干系人", "имя", "фио", "участник",
];

/// What someone does for the work.
pub(crate) const DUTY: Heads = &[
    "role", "responsibility", "responsibilities", "interest", "concern", "involvement", "rol", "responsabilidad", "rôle", "rolle", "aufgabe",
    "papel", "função", "responsabilidade", "役割", "責任", "역할", "책임", "角色", "职责", "роль", "обязанности",
];

/// A part of the system.
pub(crate) const COMPONENT: Heads = &[
    "component", "components", "module", "service", "part", "layer", "name", "package", "crate", "container", "process", "application", "app", "subsystem", "element", "componente", "módulo", "servicio",
    "capa", "composant", "couche", "komponente", "modul", "dienst", "schicht", "serviço", "camada", "コンポーネント", "モジュール", "サービス",
    "レイヤー", "構成要素", "구성 요소", "구성요소", "컴포넌트", "모듈", "서비스", "계층", "组件", "模块", "服务", "层", "元件", "模組", "компонент", "модуль", "сервис", "слой",
];

/// What was chosen.
pub(crate) const DECISION: Heads = &[
    "decision", "choice", "chosen", "selected", "decisión", "elección", "décision", "choix", "entscheidung", "gewählt", "decisão", "escolha",
    "決定", "採用", "選択", "결정", "선택", "决策", "决定", "选择", "決策", "решение", "выбор",
];

/// What a choice is about.
pub(crate) const TOPIC: Heads = &[
    "topic", "approach", "area", "question", "issue", "aspect", "concern", "tema", "aspecto", "sujet", "thema", "項目", "論点", "항목", "주제",
    "主题", "事项", "тема", "вопрос",
];

/// An option.
pub(crate) const ALTERNATIVE: Heads = &[
    "alternative", "option", "approach", "name", "solution", "opción", "alternativa", "solución", "solution envisagée", "lösung", "opção",
    "solução", "代替案", "選択肢", "方式", "대안", "방안", "方案", "选项", "вариант", "альтернатива", "technical functionality",
];

/// What became of an option.
pub(crate) const VERDICT: Heads = &[
    "verdict", "why not", "reason", "rejected because", "why rejected", "reason for rejection", "status", "cons", "rationale", "decision",
    "motivo", "razón", "raison", "grund", "begründung", "却下理由", "理由", "判定", "기각 사유", "사유", "이유", "原因", "结论", "причина",
];

/// What is measured.
pub(crate) const METRIC: Heads = &[
    "metric", "metrics", "measure", "kpi", "indicator", "sli", "quality", "attribute", "category", "aspect", "requirement", "operation", "parameter",
    "slo", "métrica", "indicador", "métrique", "indicateur", "kennzahl", "metrik", "指標", "項目", "メトリクス", "지표", "항목", "指标", "指標項目", "项目",
    "показатель", "метрика", "параметр", "merkmal", "qualitätsmerkmal", "eigenschaft", "kriterium", "atributo", "atributo de calidad", "critère", "criterio",
    "特性", "品質特性", "품질 속성", "质量属性", "характеристика",
];

/// The value to reach.
pub(crate) const TARGET: Heads = &[
    "target", "targets", "goal", "threshold", "slo", "limit", "budget", "target value", "objective", "expected", "value", "requirement",
    "success criteria", "objetivo", "umbral", "valor", "meta", "objectif", "cible", "seuil", "valeur", "ziel", "zielwert", "grenzwert", "schwelle",
    "wert", "alvo", "limite", "目標", "目標値", "基準", "基準値", "要求値", "閾値", "목표", "목표값", "목표치", "기준", "기준값", "임계값", "目标",
    "目标值", "门槛", "阈值", "要求", "标准", "指标值", "цель", "целевое значение", "порог", "значение", "требование",
];

/// How a value is taken.
pub(crate) const MEASUREMENT: Heads = &[
    "measurement", "statistic", "percentile", "window", "measured by", "how measured", "period", "aggregation", "method", "medición", "mesure",
    "messung", "medição", "測定", "測定方法", "측정", "측정 방법", "测量", "统计", "измерение",
];

/// Something that operations watch.
pub(crate) const SIGNAL: Heads = &[
    "metric", "name", "signal", "event", "log", "alert", "trace", "dashboard", "field", "métrica", "alerta", "métrique", "alerte", "metrik",
    "alarm", "イベント", "指標", "メトリクス", "アラート", "메트릭", "지표", "알림", "이벤트", "指标", "告警", "事件", "日志", "метрика",
    "событие", "алерт",
];

/// The role in a story.
pub(crate) const STORY_ROLE: Heads = &[
    "as a", "as a...", "as a…", "as a/an", "as an", "as", "role", "user", "actor", "persona", "como", "rol", "en tant que", "als", "誰が",
    "ユーザー", "役割", "역할", "사용자", "角色", "作为", "роль", "как",
];

/// The wish in a story.
pub(crate) const STORY_WISH: Heads = &[
    "i want", "i want to", "want", "i can", "action", "goal", "quiero", "quero", "je veux", "möchte ich", "したいこと", "何をしたい", "원하는 것",
    "하고 싶은", "想要", "我想", "хочу",
];

/// The value in a story.
pub(crate) const STORY_VALUE: Heads = &[
    "so that", "so that...", "value", "benefit", "reason", "para", "afin de", "damit", "理由", "目的", "価値", "이유", "가치", "以便", "价值",
    "чтобы",
];

/// What a role may do.
pub(crate) const GRANTS: Heads = &[
    "permissions", "permission", "can", "can do", "may", "may do", "what they can do", "puede", "puede hacer", "darf", "kann", "peut", "pode",
    "可以做什麼", "可以做什么", "可执行操作", "할 수 있는 일", "できる操作", "allowed", "access", "capabilities", "actions", "rights", "scope", "allowed actions", "permisos",
    "acceso", "autorisations", "droits", "rechte", "berechtigungen", "permissões", "acesso", "権限", "できること", "主な操作", "操作", "main actions", "主要操作", "권한", "权限", "權限", "права",
    "доступ", "description", "descripción", "beschreibung", "descrição", "説明", "설명", "描述", "описание",
];

/// What a role may not do.
pub(crate) const DENIALS: Heads = &[
    "cannot", "denied", "restrictions", "not allowed", "restricciones", "interdit", "verboten", "restrições", "できないこと", "禁止", "제한",
    "запрещено",
];
