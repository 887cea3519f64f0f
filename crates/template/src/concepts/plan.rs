//! How the work is done and brought to its users.

use super::Table;
use crate::Concept::*;

pub(super) const TABLE: Table = &[
    (ImplementationPlan, "implementation plan | *implementation plan | implementation | plan | *plan of work | work plan | execution plan | delivery plan | roadmap | *roadmap | development plan | action plan | phasing | phases | implementation phases | implementation steps
        | implementation approach | development roadmap | project plan | next steps | phase overview | implementation order | build order | order of implementation | 구현 순서 | 작업 순서 | 実装順序 | 実装順 | 实现顺序 | 实施顺序 | orden de implementación | ordre d'implémentation | implementierungsreihenfolge | ordem de implementação | порядок реализации | plan de implementación | implementación | hoja de ruta | próximos pasos | plan de mise en œuvre | plan d'implémentation | feuille de route | prochaines étapes
        | implementierungsplan | umsetzungsplan | umsetzung | implementierung | nächste schritte | plano de implementação | implementação | roteiro | próximos passos
        | 実装計画 | 実装プラン | 実装手順 | 実装 | ロードマップ | フェーズ | 구현 계획 | 구현 | 로드맵 | 실행 계획 | 实施计划 | 实现计划 | 实现方案 | 路线图 | 開發計畫 | 實作計畫
        | план реализации | реализация | план внедрения | дорожная карта | план работ
        | 开发计划 | 实施步骤 | 迭代计划 | 版本规划 | 개발 계획 | 단계별 계획 | 開発計画 | plan de desarrollo | plan de trabajo | plan de acción | fases de implementación | plan de développement | entwicklungsplan | phasenplan | plano de desenvolvimento
        | plano de trabalho | plano de ação | этапы реализации | план разработки | development phases | delivery phases
        | этапы | этапы работ | fases | étapes | phasen | 阶段 | 단계 | 项目计划 | 프로젝트 계획 | プロジェクト計画 | projektplan | plan de proyecto | plano do projeto | plan de projet | план проекта
        | 次のステップ | 다음 단계 | 下一步 | следующие шаги"),
    (Tasks, "tasks | *tasks | task list | human checklist | manual checklist | setup checklist | todo | todos | to do | work items | task checklist | action items | work breakdown | remaining | remaining work | tareas | lista de tareas | tâches | liste des tâches | à faire | aufgaben | aufgabenliste | tarefas | lista de tarefas | plan de tareas | plan de tâches | aufgabenplan | plano de tarefas | タスク計画 | 任务计划 | 작업 계획 | план задач
        | タスク | *タスク | タスク一覧 | やることリスト | 작업 | 작업 목록 | 할 일 | 任务 | 任务列表 | 待办 | 任務 | 工作項目 | задачи | список задач
        | work estimates | estimates | effort estimates | task breakdown | implementation tasks
        | work breakdown structure | wbs | 任务拆分"),
    (Phase, "phase | phase* | milestone* | sprint* | week* | stage* | iteration* | fase | étape | etappe | meilenstein | フェーズ1 | 단계 | 阶段 | этап | фаза
        | フェーズ* | フェーズ | 第一阶段 | 第二阶段 | 第三阶段 | 阶段* | 단계* | fase* | étape* | etappe* | meilenstein* | этап* | фаза* | hito*"),
    (Timeline, "timeline | *timeline | schedule | milestones | *milestones | milestones and timeline | target dates | deadlines | cronograma | calendario | hitos | calendrier | jalons | échéancier | zeitplan | meilensteine | prazos | marcos | スケジュール | マイルストーン | 日程
        | 일정 | 마일스톤 | 时间线 | 时间表 | 里程碑 | 进度安排 | 時程 | сроки | график | вехи
        | project timeline | 추진 일정 | 개발 일정 | *일정 | 时间规划 | 项目进度 | 里程碑计划 | 開発スケジュール | *スケジュール | *cronograma | *zeitplan | сроки реализации | план график
        | planning | planning prévisionnel | calendrier prévisionnel | planification
        | key dates | important dates | delivery dates
        | 排期"),
    (Deliverables, "deliverables | *deliverables | artifacts | entregables | livrables | liefergegenstände | lieferumfang | entregáveis | entregas | 成果物 | 산출물 | 交付物 | 產出 | результаты работ | поставляемые результаты"),
    (Rollout, "rollout | roll out | *rollout | rollout plan | rollout strategy | release plan | release strategy | launch plan | launch | go live | deployment plan | deployment strategy | release workflow | release process | gating | staging | plan de lanzamiento | despliegue gradual | lanzamiento
        | plan de déploiement | mise en production | lancement | einführungsplan | ausrollen | rolloutplan | release planung | plano de lançamento | lançamento | ロールアウト | ロールアウト計画 | リリース計画 | リリース | 出荷計画 | 출시 | 출시 계획 | 롤아웃 | 배포 계획
        | 发布计划 | 上线计划 | 发布策略 | 上線計畫 | 發布計畫 | план выпуска | план развертывания | выпуск
        | plano de implantação | estrategia de despliegue | plan de despliegue | estratégia de implantação | stratégie de déploiement | bereitstellungsplan | 展開計画 | 段階的リリース | 灰度发布 | 上线 | 上线步骤 | 部署计划 | 배포 전략 | 단계적 출시 | план релиза
        | план запуска | phased rollout | rollout phases | launch strategy | release and rollout | deployment steps
        | launch steps | release steps | rolling out | going live | cutover | cutover plan | shipping | shipping plan | launch sequence | delivery steps
        | go live plan"),
    (Migration, "migration | *migration | migrations | *migrations | migration strategy | migration plan | *migration plan | migration path | data migration | database migrations | migration steps | migration and rollback plan | upgrade path | backfill | database changes | migración
        | plan de migración | migraciones | plan de migration | migration des données | migrationsplan | datenmigration | migração | plano de migração | マイグレーション | 移行 | 移行計画 | データ移行 | 마이그레이션 | 이전 계획 | 迁移 | 迁移计划 | 数据迁移 | 遷移
        | миграция | план миграции | миграции
        | upgrade strategy | downgrade strategy | upgrade downgrade strategy | upgrade and downgrade strategy | upgrade plan | upgrade steps | moving over | upgrading
        | migration from* | migrating from* | migration to* | upgrading from* | 移行手順 | 迁移方案 | 마이그레이션 계획"),
    (Rollback, "rollback | *rollback | rollback plan | *rollback plan | rollback strategy | rollback procedure | rollback steps | backout plan | contingency plan | reverting | plan de reversión | reversión | plan de retour arrière | retour arrière | rückfallplan | rollback plan und strategie
        | plano de reversão | reversão | ロールバック | ロールバック計画 | 切り戻し | 롤백 | 롤백 계획 | 回滚 | 回滚计划 | 回滚方案 | 回復計畫 | план отката | откат
        | plano de rollback | plan de rollback | plan de contingencia | plano de contingência | notfallplan | 回退方案 | 롤백 전략
        | rolling back | if it goes wrong | if something goes wrong | if things go wrong | when it goes wrong | when things go wrong | backing out | fallback plan | kill switch | how to roll back | how to revert
        | ロールバック手順 | 롤백 절차"),
    (Adoption, "adoption | adoption strategy | how we teach this | teaching | communication | training | onboarding | education | communication plan | guide level explanation | adopción | comunicación | formation | schulung | kommunikation | adoção | 普及 | 周知 | 教育 | 도입 | 교육 | 推广 | 培训 | внедрение | обучение"),
    (Documentation, "documentation | *documentation | docs | documentation plan | documentation updates | readme updates | runbooks | swagger documentation | documentación | documentation utilisateur | dokumentation | documentação | ドキュメント | 文書化 | 문서 | 문서화 | 文档 | 文件 | документация"),
    (Compatibility, "compatibility | *compatibility | backwards compatibility | backward compatibility | forward compatibility | breaking changes | compatibility notes | browser compatibility | deprecation | deprecations | compatibilidad | compatibilidad hacia atrás | compatibilité
        | rétrocompatibilité | kompatibilität | abwärtskompatibilität | compatibilidade | retrocompatibilidade | 互換性 | 後方互換性 | 호환성 | 하위 호환성 | 兼容性 | 向后兼容 | 相容性 | совместимость | обратная совместимость"),
    (Versioning, "versioning | *versioning | version strategy | versioning and lifecycle | versions | versionado | versionnement | gestion des versions | versionierung | versionamento | バージョニング | バージョン管理 | 버전 관리 | 版本管理 | 版本控制 | версионирование"),
    (ChangeLog, "change log | changelog | *change log | *changelog | change history | revision history | version history | document history | edit history | changes | history of changes | release notes | updates | revisions | amendments | historial de cambios | registro de cambios
        | cambios | historique des modifications | historique des versions | journal des modifications | änderungsverlauf | änderungsprotokoll | änderungshistorie | versionshistorie | histórico de alterações | histórico de mudanças | registro de alterações
        | 変更履歴 | 更新履歴 | 改訂履歴 | 변경 이력 | 변경 기록 | 수정 이력 | 变更记录 | 变更日志 | 更新日志 | 修订历史 | 變更記錄 | 更新紀錄 | история изменений | журнал изменений
        | implementation history | revision log | change record | 修订记录 | 修訂記錄 | 版本历史 | 版本记录 | 更新记录 | 改版履歴 | 修正履歴 | 改定履歴 | 변경 내역 | 개정 이력 | 버전 이력 | 버전 기록 | historial de versiones | historial de revisiones | control de cambios
        | histórico de versões | histórico de revisões | historique des révisions | suivi des modifications | versionsverlauf | revisionsverlauf | история версий | история правок"),
    (Status, "status | current status | *status | document status | implementation status | progress | estado | statut | stand | estado de implementación | estado actual de la implementación | état d'avancement | umsetzungsstand | 実装状況 | 진행 현황 | 구현 현황 | 实现状态 | 开发进度 | статус реализации | статус проекта | 状態管理 | ステータス | 進捗 | 상태 정보 | 진행 상황 | 进度 | 狀態資訊 | статус | текущий статус"),
    (Metadata, "metadata | document information | document info | document control | spec metadata | header | meta | details | metadatos | información del documento | métadonnées | informations sur le document | metadaten | dokumentinformationen | metadados | informações do documento
        | メタデータ | 文書情報 | 基本情報 | 메타데이터 | 문서 정보 | 元数据 | 文档信息 | 文件資訊 | метаданные | информация о документе
        | document conventions | numbering | *numbering | numbering scheme | *numbering scheme | *numbering schema | id scheme | id schema | id format | id conventions | esquema de numeración | numeración | numérotation | nummerierung | numeração | 採番規則 | 编号规则"),
];
