//! What the system does: requirements, stories, flows, errors.

use super::Table;
use crate::Concept::*;

pub(super) const TABLE: Table = &[
    (FunctionalRequirements, "functional requirements | *functional requirements | functional | functional specification | features | core features | key features
        | feature requirements | capabilities | fr | requisitos funcionales | requerimientos funcionales | exigences fonctionnelles | besoins fonctionnels
        | spécifications fonctionnelles | fonctionnalités | funktionale anforderungen | funktionen | requisitos funcionais | funcionalidades
        | 機能要件 | 機能 | 機能一覧 | 기능 요구사항 | 기능 요구 사항 | 기능 | 功能需求 | 功能性需求 | 功能要求 | 功能
        | функциональные требования | функции | функциональность
        | product functions | system functions | main functions | major functions | key functions | feature list | feature inventory | feature overview | product features | mvp features | main features | feature specifications | detailed features | 기능 명세 | 주요 기능 | 핵심 기능 | 功能列表 | 功能清单 | 核心功能 | 主要功能 | 功能规格 | 主要機能 | 機能仕様 | 機能概要 | funcionalidades principales
        | funciones principales | características principales | fonctionnalités principales | fonctionnalités clés | hauptfunktionen | kernfunktionen | funktionsumfang | funcionalidades principais | recursos principais | основные функции
        | основные возможности
        | produktfunktionen | funktionen des produkts | functional spec | 必要な機能 | 기능 목록
        | fonctionnalités* | funcionalidades* | besoins fonctionnels* | exigences fonctionnelles* | requisitos funcionales* | requisitos funcionais*"),
    (NonFunctionalRequirements, "non functional requirements | security requirements | privacy requirements | *non functional requirements | nonfunctional requirements | non functional | nfr | nfrs | quality attributes
        | quality requirements | quality goals | quality of service | requisitos no funcionales | requerimientos no funcionales | exigences non fonctionnelles
        | nicht funktionale anforderungen | nichtfunktionale anforderungen | qualitätsanforderungen | qualitätsziele | requisitos não funcionais
        | 非機能要件 | 品質要件 | 비기능 요구사항 | 비기능 요구 사항 | 非功能需求 | 非功能性需求 | 非功能要求 | нефункциональные требования
        | produktleistungen | leistungsanforderungen | non fonctionnel | non fonctionnels | non fonctionnelles | besoins non fonctionnels | no funcional | no funcionales | não funcional | não funcionais | nicht funktional | nichtfunktional | non functional specification | 비기능 요건 | 품질 속성 | 质量属性 | 品質属性 | 非機能 | atributos de calidad | attributs de qualité | qualitätsmerkmale | atributos de qualidade | атрибуты качества
        | exigences non fonctionnelles* | requisitos no funcionales* | requisitos não funcionais* | exigences de sécurité | exigences de performance | requisitos de seguridad | requisitos de rendimiento | sicherheitsanforderungen"),
    (Requirements, "requirements | *requirements | requirement list | requirements overview | added requirements | modified requirements
        | must have | must haves | should have | could have | mandatory requirements | requirements table | business rules | house rules | domain rules | rules | rules across* | rules between* | behavior requirements
        | requisitos | requerimientos | *requisitos | exigences | besoins | reglas de negocio | règles de gestion | anforderungen | *anforderungen | geschäftsregeln
        | regras de negócio | 要件 | *要件 | 要求 | 要求事項 | 요구사항 | *요구사항 | 요구 사항 | 요건 | 需求 | *需求 | 要求说明 | 业务规则
        | *要求 | требования | *требования | бизнес правила
        | requisitos del sistema | requisitos do sistema | requerimientos del sistema | exigences du système | systemanforderungen | системные требования | 要求仕様 | 要件定義 | 요구사항 정의 | 요구사항 명세
        | musskriterien | muss kriterien | sollkriterien | soll kriterien | kannkriterien | kann kriterien | wunschkriterien | 業務ルール | ビジネスルール | ルール | 비즈니스 규칙 | règles métier
        | règles métier* | règles de gestion* | reglas de negocio* | regras de negócio* | exigences* | requerimientos* | *業務ルール | *ビジネスルール"),
    (Requirement, "requirement | requisito | requerimiento | exigence | anforderung | 要件項目 | 요구사항 항목 | требование"),
    (UserStories, "user stories | *user stories | user story* | stories | user stories and scenarios | user scenarios | user scenarios and testing | jobs to be done | story
        | historias de usuario | historia de usuario | récits utilisateur | récits utilisateurs | user story | histoires utilisateur | benutzergeschichten
        | anwendergeschichten | histórias de usuário | história de usuário | ユーザーストーリー | 사용자 스토리 | 用户故事 | 使用者故事
        | пользовательские истории | истории пользователей
        | ユーザストーリー | 用户场景故事 | 유저 스토리 | 用户需求故事"),
    (UseCases, "use cases | use case* | *use cases | usage scenarios | casos de uso | cas d'utilisation | cas d'usage | anwendungsfälle | anwendungsfall
        | ユースケース | 利用シーン | 유스케이스 | 사용 사례 | 用例 | 使用场景 | 应用场景 | варианты использования | сценарии использования
        | cas d'utilisation principaux | cas d'usage principaux | casos de uso principales | casos de uso principais"),
    (Scenarios, "scenarios | scenario | *scenarios | scenario* | scenarios for* | acceptance scenarios | given when then | gherkin | behaviours | escenarios | escenario | scénarios | scénario
        | szenarien | szenario | cenários | cenário | シナリオ | 受け入れシナリオ | 시나리오 | 场景 | 場景 | 情景 | сценарии | сценарий"),
    (EdgeCases, "edge cases | *edge cases | edge case | edge cases and concessions | corner cases | boundary conditions | boundary cases | special cases | casos límite | casos borde | casos edge | edge case scenarios
        | casos extremos | cas limites | cas particuliers | grenzfälle | sonderfälle | casos de borda | casos limite | エッジケース | 境界条件 | 例外ケース
        | 엣지 케이스 | 예외 케이스 | 경계 조건 | 边界情况 | 边界条件 | 边缘情况 | 邊界情況 | граничные случаи | крайние случаи | пограничные случаи"),
    (ErrorPaths, "error paths | alternate error paths | alternate paths | alternative paths | alternate flows | alternative flows | error handling | *error handling
        | error cases | error scenarios | error flows | exceptions | exception handling | exception paths | failure modes | failure scenarios | failure cases | failure handling
        | failure path* | failure paths | error path* | error path | error conditions | error condition | errors and recovery | unhappy path | unhappy paths | failures | error recovery
        | retries and backoff | error classes | fraud proof path | manejo de errores | gestión de errores | casos de error | caminos alternativos
        | gestion des erreurs | cas d'erreur | chemins alternatifs | fehlerbehandlung | fehlerfälle | ausnahmen | alternative abläufe | tratamento de erros | casos de erro
        | fluxos alternativos | エラーハンドリング | エラー処理 | 異常系 | 例外処理 | エラーケース | 失敗時の挙動 | *エラー | 오류 처리 | 에러 처리 | 예외 처리 | 예외 흐름
        | 错误处理 | 异常处理 | 异常流程 | 錯誤處理 | обработка ошибок | ошибки и исключения | альтернативные сценарии
        | 에러 예외 처리 | 오류 시나리오 | 异常场景 | 错误场景 | エラー時の動作 | escenarios de error | scénarios d'erreur | fehlerszenarien | cenários de erro
        | when it fails | when something fails | what happens when things fail | error behaviour | error behavior | failure behaviour | failure behavior
        | error matrix | *error matrix | error handling matrix | matriz de errores | matrice des erreurs | fehlermatrix | matriz de erros | エラーマトリクス | 에러 매트릭스 | 에러 처리 매트릭스 | 오류 처리 매트릭스 | 错误处理矩阵 | 错误矩阵 | матрица ошибок
        | fallbacks | fallback behavior | fallback behaviour | flujos alternativos | alternative flow | alternate flow | exception flow | exception flows"),
    (HappyPath, "happy path | main path | main happy path | main happy paths | happy paths | main flow | main success scenario | basic flow | normal flow | primary flow | success path
        | happy path* | main happy path* | flujo principal | camino feliz | flux principal | chemin nominal | hauptablauf | normalablauf | fluxo principal | caminho feliz
        | 正常系 | 基本フロー | メインフロー | 정상 흐름 | 기본 흐름 | 主流程 | 正常流程 | 基本流程 | основной сценарий | основной поток"),
    (DataFlow, "data flow | *data flow | data flow summary | data flows | dataflow | data flow patterns | request flow | flujo de datos | flux de données | datenfluss
        | fluxo de dados | データフロー | データの流れ | 데이터 흐름 | 数据流 | 数据流程 | 資料流 | поток данных | потоки данных"),
    (Workflows, "workflows | workflow | example workflow | typical workflow | example flow | steps | detailed steps | pasos | schritte | étapes | etapas | 手順 | 步骤 | 단계 | шаги | *workflow | *workflows | flows | *flow | *flows | step by step flow | step by step flows | step by step | processes | process
        | user flow | user flows | user journeys | user journey | sequence | orchestration | business process | lifecycle flow | *pipeline | procedure | procedures | workflow steps
        | how it works | algorithm | algorithms | *algorithm | *algorithms | *lifecycle | algoritmo | algorithme | algorithmus | アルゴリズム | *フロー | 算法 | 알고리즘 | алгоритм | flujos | flujo | flujos de trabajo | flujo de trabajo | proceso | flux | processus | parcours utilisateur | déroulement
        | abläufe | ablauf | arbeitsabläufe | prozesse | fluxos | fluxo | fluxos de trabalho | processos | ワークフロー | フロー | 処理フロー | 流れ | *シーケンス | 動作 | ライフサイクル | *ライフサイクル
        | 処理の流れ | 워크플로 | 워크플로우 | 흐름 | 처리 흐름 | 流程 | *流程 | 工作流 | 工作流程 | рабочие процессы | процессы | потоки | порядок работы
        | flux* | flujo* | fluxo* | customer journey | customer journeys | runtime view | laufzeitsicht | vista de ejecución | vue d'exécution | 基本の流れ | 사용자 흐름 | 用户流程 | 主流程 | 链路 | *链路 | 闭环 | 最小闭环 | 执行流程 | 业务流程图 | 处理步骤"),
    (States, "states | state machines | *state machines | state diagrams | lifecycles | state transition | *state transition | status transition | transition | transitions | state changes | state machine | *state machine | state diagram | *state diagram | state diagram* | state transitions | *state transitions | state model | status transitions | lifecycle | statuses | status lifecycle
        | estados | máquina de estados | máquinas de estados | machines à états | zustandsautomaten | diagrama de estados | transiciones | états | machine à états | transitions d'état | zustände | zustandsautomat | zustandsdiagramm
        | zustandsübergänge | transições de estado | 状態遷移 | 状態 | ステートマシン | 상태 | 상태 전이 | 상태 머신 | 状态 | *状态机 | *状态流转图 | *状态转换 | 狀態
        | состояния | конечный автомат | переходы состояний
        | zustandsmodell | statusmodell | statusübergänge | modelo de estados | modèle d'états | status model | status values | 状態一覧 | ステータス遷移 | ステータス一覧 | 状态流转 | transiciones de estado"),
    (Validation, "validation | *validation | validation rules | *validation rules | input validation | data validation | validación | reglas de validación | règles de validation
        | validierung | validierungsregeln | validação | regras de validação | バリデーション | 入力検証 | 검증 규칙 | 유효성 검사 | 校验 | 校验规则 | 验证规则 | валидация | правила валидации"),
    (Invariants, "invariants | *invariants | invariants and rules | key rules | guarantees | properties | invariantes | invariants métier | invarianten | 不変条件 | 不変式 | 불변 조건
        | 不变量 | 不变式 | инварианты"),
    (AcceptanceCriteria, "acceptance criteria | *acceptance criteria | acceptance criteria* | success criteria | *success criteria | definition of done | dod | exit criteria | completion criteria
        | done when | verification criteria | acceptance | acceptance tests | measurable outcomes | criteria | checklist | *checklist | implementation checklist | release criteria | graduation criteria | confirmation
        | criterios de aceptación | criterios de éxito | definición de hecho | definición de terminado | critères d'acceptation | critères de réussite
        | critères de succès | akzeptanzkriterien | abnahmekriterien | erfolgskriterien | fertigstellungskriterien | critérios de aceitação | critérios de aceite
        | critérios de sucesso | definição de pronto | 受け入れ基準 | 受入基準 | 受け入れ条件 | 完了条件 | 完了の定義 | 成功基準 | 合格条件 | 인수 조건 | 인수 기준 | 수용 기준 | 완료 조건
        | 성공 기준 | 验收标准 | 驗收標準 | 成功标准 | 完成标准 | 完成定义 | критерии приемки | критерии приёмки | критерии успеха | критерии готовности
        | 완료 기준 | 인수조건 | 수락 기준 | 검수 기준 | 受入れ基準 | 受入条件 | 達成基準 | 验收条件 | 完成条件 | 驗收條件 | критерии завершения | critères de recette | release checklist | launch checklist | success conditions | acceptance conditions
        | how we will know it works | how we know it works | ready when
        | definition of ready
        | critères d'acceptation* | criterios de aceptación* | critérios de aceitação* | 成功条件 | *成功条件 | *完了条件 | *受け入れ基準 | *受入基準 | *受け入れ条件 | *성공 조건 | *완료 조건 | *验收标准 | *成功标准"),
    (Verifications, "verifications | verification | *verification | verification steps | checks | *checks | *check | required checks | verify | how to verify | verification plan | proof
        | verificación | verificaciones | comprobaciones | vérification | vérifications | verifikation | überprüfung | prüfungen | nachweis | verificação | verificações
        | 検証 | 検証方法 | 確認事項 | 動作確認 | 검증 | 검증 방법 | 확인 | 验证 | 验证方法 | 驗證 | проверка | проверки | верификация
        | verificacion | comprobación | validación y pruebas | como verificar | cómo verificar | 検証項目 | 검증 항목 | 验证步骤 | 验证清单
        | quality gates | quality gate | quality checks | 品質ゲート | 质量门禁"),
    (TestPlan, "test plan | *test plan | testing plan | *testing plan | required tests | testing | *testing | tests | *tests | testing strategy | *testing strategy | test strategy | test cases | test cases* | test case* | test matrix | test coverage
        | unit tests | integration tests | end to end tests | e2e tests | manual testing | unit testing | integration testing | test approach | testing and verification | testing approach | quality assurance | qa
        | plan de pruebas | pruebas | *pruebas | casos de prueba | estrategia de pruebas | plan de test | plan de tests | stratégie de test | cas de test | testplan | teststrategie | testfälle
        | plano de testes | testes | *testes | casos de teste | estratégia de testes | テスト計画 | テスト | *テスト | テストケース | テスト戦略 | 테스트 | 테스트 계획 | 테스트 전략
        | 테스트 케이스 | 测试 | *测试 | 测试计划 | 测试策略 | 测试用例 | 測試 | 測試計畫 | план тестирования | тестирование | тесты | тест план | стратегия тестирования
        | テスト観点 | テスト項目 | 테스트 시나리오 | 测试方案 | 测试要点 | pruebas de aceptación | plano de teste | cas de tests | testszenarien | globale testfälle | сценарии тестирования | test scenarios | acceptance testing | regression tests | smoke tests | performance tests
        | security tests
        | テスト要件 | 测试需求 | 테스트 요구사항 | testing requirements | test requirements | *testing requirements | *test requirements | requisitos de prueba | requisitos de pruebas | exigences de test | testanforderungen | requisitos de teste | требования к тестированию
        | how we test | how we test it | how it is tested | validation plan | qa plan
        | uat | user acceptance testing
        | *à tester | scénarios de test | tests de recette | plan de recette | cahier de recette | *a probar | casos a probar | *a testar | *zu testen"),
];
