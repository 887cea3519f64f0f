//! How the system is built: architecture, data, technology, qualities.

use super::Table;
use crate::Concept::*;

pub(super) const TABLE: Table = &[
    (Architecture, "architecture | *architecture | architecture overview | system architecture | high level architecture | high level design | system design | technical architecture
        | architectural overview | solution architecture | core architecture | building block view | solution strategy | system context | architecture decisions overview
        | bausteinsicht | lösungsstrategie | kontextabgrenzung
        | arquitectura | *arquitectura | diseño de alto nivel | systemarchitektur | architektur | *architektur | arquitetura | *arquitetura | desenho de alto nível
        | アーキテクチャ | *アーキテクチャ | システム構成 | 構成 | 全体構成 | 아키텍처 | *아키텍처 | 시스템 구조 | 架构 | *架构 | 系统架构 | 架构设计 | 整体架构 | 架構 | 系統架構
        | архитектура | *архитектура | архитектура системы
        | architecture technique | 시스템 구성"),
    (Layout, "layout | module package layout | module layout | package layout | project structure | *project structure | directory structure | *directory structure | directory layout | folder structure | *folder structure
        | file structure | *file structure | file layout | repository structure | repository layout | repo structure | repo layout | source tree | code structure | code organization | source code structure | package structure
        | module structure | codebase structure | file tree | file organization | files | file changes | files changed | affected files | files to change | files to create | files to modify | new files | modified files
        | manifest structure | links to code | *file locations | code layout
        | estructura del proyecto | estructura de directorios | estructura de archivos | estructura de carpetas | archivos | structure du projet | arborescence | structure des fichiers
        | structure des répertoires | projektstruktur | verzeichnisstruktur | ordnerstruktur | dateistruktur | estrutura do projeto | estrutura de diretórios | estrutura de pastas
        | ディレクトリ構成 | ディレクトリ構造 | ファイル構成 | フォルダ構成 | プロジェクト構成 | モジュール構成 | 프로젝트 구조 | 디렉터리 구조 | 디렉토리 구조 | 파일 구조
        | 项目结构 | 目录结构 | 文件结构 | 代码结构 | 專案結構 | 目錄結構 | структура проекта | структура каталогов | структура файлов
        | where things live | where the code lives | source layout | code map
        | 폴더 구조"),
    (Components, "components | *components | component | key components | modules | *modules | module | services | system components | subsystems | building blocks | major components | core components | packages | layers | component design
        | component architecture | module specifications | service boundaries | component overview
        | componentes | *componentes | módulos | servicios | composants | modules | komponenten | *komponenten | bausteine | componentes | serviços
        | コンポーネント | *コンポーネント | モジュール | 責務分割 | 構成要素 | 컴포넌트 | 구성 요소 | 모듈 | 组件 | *组件 | 模块 | 元件 | 模組 | компоненты | модули | сервисы
        | 主要コンポーネント | 主要组件 | 核心模块 | 模块划分 | 模块设计 | モジュール構成 | 구성요소 | 주요 컴포넌트 | componentes principales | composants principaux | hauptkomponenten | componentes principais | основные компоненты
        | *구성 요소 | *구성요소
        | parts | moving parts
        | microservices | platform structure | structure of the platform | estrutura da plataforma | estructura de la plataforma | structure de la plateforme | struktur der plattform | plattformstruktur | プラットフォーム構成 | 플랫폼 구조 | 平台结构 | структура платформы"),
    (ComponentDiagram, "component diagram | *component diagram | architecture diagram | *architecture diagram | system diagram | context diagram | architecture diagrams | container diagram | block diagram
        | diagrama de componentes | diagrama de arquitectura | diagramme de composants | schéma d'architecture | komponentendiagramm | architekturdiagramm | diagrama de arquitetura
        | コンポーネント図 | 構成図 | アーキテクチャ図 | 컴포넌트 다이어그램 | 구성도 | 组件图 | 架构图 | 元件圖 | диаграмма компонентов | схема архитектуры"),
    (Diagrams, "diagrams | diagram | *diagram | *diagrams | uml diagrams | uml | sequence diagram* | class diagram* | flowchart | flow chart | er diagram | erd | wireframes | mockups
        | diagramas | diagrama | diagramme | diagrammes | schémas | diagramme uml | 図 | ダイアグラム | シーケンス図 | クラス図 | 다이어그램 | 시퀀스 다이어그램
        | 图 | 图表 | 时序图 | 类图 | 圖表 | диаграммы | диаграмма | схемы
        | er図 | er 다이어그램"),
    (CoreConcepts, "core concepts | key concepts | *concepts | concepts | concept | domain concepts | domain | mental model | principles | design principles | *principles | key ideas | patterns | *patterns | conventions | design patterns | coding conventions
        | conceptos clave | conceptos | concepts clés | kernkonzepte | konzepte | conceitos chave | conceitos | 主要概念 | コアコンセプト | 基本概念 | 概念 | 핵심 개념 | 개념
        | 核心概念 | 关键概念 | 核心概念說明 | ключевые понятия | основные понятия | концепции"),
    (DataModel, "data model | *data model | data models | *data models | data model mapping | data structures | *data structures | data structure | schema | *schema | schemas | data schema | database schema | *database schema
        | schema overview | database | database design | data design | data modeling | domain model | *domain model | data | types | type definitions | produktdaten | *types | data types | tables | database tables | data contracts | table*
        | new containers | modified containers | containers | messages | structs
        | modelo de datos | *modelo de datos | modelos de datos | esquema | esquema de base de datos | estructura de datos | modelo de dominio | modèle de données | modèles de données | schéma de données | schéma
        | modèle du domaine | structures de données | datenmodell | *datenmodell | datenmodelle | datenbankschema | datenstrukturen | domänenmodell | modelo de dados | *modelo de dados | esquema do banco
        | データ設計 | データ定義 | データ仕様 | テーブル定義 | 数据设计 | 数据定义 | 데이터 설계 | 테이블 설계
        | データモデル | *データモデル | データ構造 | スキーマ | *スキーマ | テーブル設計 | データベース設計 | 型定義 | 데이터 모델 | *데이터 모델 | 데이터 구조 | 스키마
        | 数据模型 | *数据模型 | 数据结构 | 数据库设计 | 数据库结构 | 表结构 | 資料模型 | 資料結構 | модель данных | *модель данных | структура данных | схема данных | схема базы данных
        | records | what we store | what is stored | stored data | *and their fields | classes and fields | entities and fields | data requirements | *data requirements | database requirements | *database requirements | data fields | data elements | data attributes
        | data dictionary | collections | firestore collections | database collections | dtos | request models | response models | テーブル一覧 | データ項目 | ドメインモデル | 테이블 정의 | 테이블 목록 | db 설계 | 데이터베이스 설계 | db設計 | 数据库表 | 表设计 | 数据字典 | tablas
        | esquemas | esquemas de datos | esquema de datos | estructuras de datos | contratos de datos | schémas | schémas de données | structure de données | dictionnaire de données | datenschema | datenschemata
        | datenkatalog | esquemas de dados | esquema de dados | estruturas de dados | estrutura de dados | modelos de dados | diccionario de datos | dicionário de dados | データスキーマ | スキーマ定義 | スキーマ設計 | データ辞書 | データディクショナリ
        | データベーススキーマ | 데이터 스키마 | 데이터베이스 스키마 | 스키마 설계 | 데이터 사전 | 数据模式 | 数据库模式 | 数据结构定义 | 数据结构设计 | 数据模型设计 | структуры данных | схемы данных | модели данных | словарь данных
        | required tables | main tables | 必須テーブル | 主要テーブル | *テーブル一覧 | tablas principales | tabelas principais | tables principales | 主要表 | 核心表"),
    (Entities, "entities | *entities | core entities | key entities | entity | *entity | domain entities | entity definitions | data entities | objects | resources | models | core types | new types
        | entidades | entidades principales | entidades clave | entités | entités principales | entités clés | entitäten | kernentitäten | entidades principais | entidades chave
        | エンティティ | 主要エンティティ | 中核エンティティ | 엔티티 | 핵심 엔티티 | 주요 엔티티 | 实体 | 核心实体 | 关键实体 | 實體 | сущности | ключевые сущности | основные сущности
        | domain objects | value objects | aggregates | エンティティ一覧"),
    (Relationships, "relationships | *relationships | relations | entity relationships | associations | relationship | edges | edges to* | relaciones | relation | relations entre entités | beziehungen | relações | relacionamentos
        | リレーション | 関係 | 関連性 | エンティティ間の関係 | 관계 | 엔티티 관계 | 关系 | 实体关系 | 关联关系 | 關係 | связи | отношения"),
    (Indexes, "indexes | indices | *indexes | indexing | indexing and constraints | indexes and constraints | indexing strategy | índices | index et contraintes | indizes | インデックス | 索引 | 인덱스 | 索引设计 | индексы"),
    (Persistence, "persistence | persistence notes | *persistence | storage | *storage | data storage | storage layout | storage model | storage policy | database operations | caching | caching strategy | kv checkpoints | kv usage
        | persistencia | almacenamiento | notas de persistencia | persistance | stockage | persistenz | speicherung | datenhaltung | persistência | armazenamento
        | 永続化 | ストレージ | 保存 | 永続化ログ | 영속성 | 저장소 | 저장 | 持久化 | 存储 | 儲存 | хранение | хранение данных"),
    (TechStack, "tech stack | technical context | *tech stack | technology stack | technologies | technology | stack | technology choices | tools | tooling | technology and boundaries | third party services
        | stack tecnológico | stack de tecnologías | stack técnico | stack de tecnologias | stack tecnologico | pila tecnológica | tecnologías | pile technologique | stack technique | technologies utilisées | technologie stack | technologien | eingesetzte technologien | tecnologias | stack tecnológica
        | *技術スタック | *技术栈 | *기술 스택 | 技術スタック | 使用技術 | 技術構成 | 기술 스택 | 사용 기술 | 技术栈 | 技术选型 | 技術棧 | *стек | стек технологий | технологический стек | технологии
        | technologies used | 기술스택 | 사용기술 | 技術選定 | tecnologías utilizadas | tecnologias utilizadas | technologies employées | используемые технологии
        | built with
        | pile technique
        | framework | frameworks | frameworks and libraries | technical framework | technical framework overview | technology overview | tech overview
        | test framework | test frameworks | testing framework | testing frameworks | testing framework configuration | testing tools | test tools | testing libraries"),
    (Infrastructure, "infrastructure | *infrastructure | deployment | *deployment | deployment view | hosting | environments | verteilungssicht | deployment architecture | production deployment configuration | operations
        | infraestructura | despliegue | infrastructures | déploiement | infrastruktur | bereitstellung | infraestrutura | implantação | インフラ | インフラ構成 | デプロイ | デプロイメント
        | 인프라 | 배포 | 배포 환경 | 基础设施 | 部署 | 部署架构 | 基礎設施 | инфраструктура | развертывание"),
    (Security, "security | *security | security considerations | *security considerations | security measures | security architecture | security model | security design | access and security | security and privacy
        | security implications | privacy | privacy considerations | key management
        | seguridad | consideraciones de seguridad | sécurité | considérations de sécurité | sicherheit | sicherheitsaspekte | sicherheitsüberlegungen | segurança | considerações de segurança
        | セキュリティ | *セキュリティ | セキュリティ考慮事項 | セキュリティ上の考慮事項 | 보안 | *보안 | 보안 고려사항 | 安全 | *安全 | 安全性 | 安全考虑 | 安全考量 | безопасность | соображения безопасности"),
    (Authentication, "authentication | authentication and authorization | authentication authorization | authn | auth | *authentication | auth requirements | auth mechanism | access control | *access control | authorization
        | *authorization | authn and authz | sessions | session management
        | autenticación | autenticación y autorización | control de acceso | autorización | authentification | authentification et autorisation | contrôle d'accès | authentifizierung
        | authentifizierung und autorisierung | zugriffskontrolle | autenticação | autenticação e autorização | controle de acesso | 認証 | 認証・認可 | 認可 | アクセス制御 | 인증 | 인증 및 권한
        | 접근 제어 | 인가 | 认证 | 认证与授权 | 身份验证 | 访问控制 | 認證 | 存取控制 | аутентификация | аутентификация и авторизация | авторизация | контроль доступа"),
    (DataProtection, "data protection | sensitive data | sensitive data handling | encryption | data privacy | data retention | data security | secrets | protección de datos | datos sensibles | protection des données
        | données sensibles | datenschutz | sensible daten | verschlüsselung | proteção de dados | dados sensíveis | データ保護 | 個人情報 | 機密データ | 데이터 보호 | 개인정보 | 数据保护 | 敏感数据 | 資料保護 | защита данных | персональные данные"),
    (Threats, "threats | threat model | *threat model | attack vectors | attacks | threats and mitigations | what we re protecting against | amenazas | modelo de amenazas | vectores de ataque | menaces | modèle de menaces
        | vecteurs d'attaque | bedrohungen | bedrohungsmodell | angriffsvektoren | ameaças | modelo de ameaças | 脅威 | 脅威モデル | 위협 | 위협 모델 | 威胁 | 威胁模型 | 攻击向量 | 威脅 | угрозы | модель угроз"),
    (Accessibility, "accessibility | *accessibility | a11y | accesibilidad | accessibilité | barrierefreiheit | acessibilidade | アクセシビリティ | 접근성 | 可访问性 | 无障碍 | 無障礙 | доступность"),
    (Compliance, "compliance | *compliance | regulatory | standards | legal | cumplimiento | conformité | compliance anforderungen | conformidade | コンプライアンス | 準拠 | 규정 준수 | 合规 | 合规性 | соответствие требованиям"),
    (Performance, "performance | *performance | performance considerations | performance requirements | performance and scalability | efficiency | latency | rendimiento | consideraciones de rendimiento | desempeño | performances | leistung
        | leistungsanforderungen | desempenho | パフォーマンス | 性能 | 性能要件 | 성능 | 성능 고려사항 | 性能考虑 | 性能要求 | 效能 | производительность"),
    (Targets, "performance targets | targets | *targets | slo | slos | sla | slas | *slos | service level objectives | metrics and targets | success metrics | *success metrics | kpis | kpi | key results | objectives and key results | okrs
        | quality metrics | benchmarks | performance goals | performance benchmarks | objetivos de rendimiento | métricas de éxito | indicadores | objectifs de performance | indicateurs de succès | indicateurs
        | leistungsziele | erfolgsmetriken | kennzahlen | metas de desempenho | métricas de sucesso | 性能目標 | 成功指標 | 目標値 | 성능 목표 | 성공 지표 | 性能目标 | 性能指标 | 成功指标 | 关键指标
        | целевые показатели | показатели | метрики успеха
        | measures of success | success measures | how we measure success | service levels | 성과 지표 | 핵심 지표 | 核心指标 | 质量指标 | 衡量指标 | 评估指标 | 发布门槛 | 目標指標 | métricas clave | indicadores clave | métriques de succès | erfolgskennzahlen
        | indicadores de sucesso | indicadores chave | ключевые показатели
        | service level indicators | slis | performance budget | performance budgets
        | north star metric | north star | success indicators"),
    (Load, "expected load | load | traffic | capacity | volume | expected usage | carga esperada | charge attendue | erwartete last | carga prevista | 想定負荷 | 負荷 | 예상 부하 | 트래픽 | 预期负载 | 负载 | нагрузка | ожидаемая нагрузка"),
    (Optimization, "optimization | optimizations | *optimization | performance optimization | optimization strategies | optimización | optimisation | optimierung | otimização | 最適化 | 최적화 | 优化 | 優化 | оптимизация"),
    (Scalability, "scalability | scaling | escalabilidad | évolutivité | skalierbarkeit | escalabilidade | スケーラビリティ | 拡張性 | 확장성 | 可扩展性 | 扩展性 | масштабируемость"),
    (Reliability, "reliability | availability | resilience | fault tolerance | fiabilidad | disponibilidad | fiabilité | disponibilité | zuverlässigkeit | verfügbarkeit | confiabilidade | disponibilidade | 信頼性 | 可用性 | 신뢰성 | 가용성
        | 可靠性 | надежность | отказоустойчивость"),
    (Observability, "observability | *observability | monitoring | *monitoring | monitoring and observability | telemetry | spans | traces | instrumentation | observability hooks | tracing | dashboards | metrics and logging | logging and monitoring | structured logs | audit
        | observabilidad | monitoreo | monitorización | observabilité | supervision | surveillance | beobachtbarkeit | überwachung | observabilidade | monitoramento
        | 可観測性 | オブザーバビリティ | 監視 | モニタリング | 관측성 | 모니터링 | 관찰 가능성 | 可观测性 | 监控 | 監控 | наблюдаемость | мониторинг
        | monitoring requirements | observability requirements | logging requirements | 运维监控 | 監視設計 | 로깅 및 모니터링
        | watching it | keeping watch | operations and monitoring | monitoring and alerts | metrics and alerts | metrics logs and traces | logs and metrics"),
    (Metrics, "metrics | *metrics | key metrics | relevant metrics | measurements | métricas | métriques | metriken | メトリクス | 指標 | 메트릭 | 지표 | 指标 | 度量 | 指標 | метрики"),
    (Logging, "logging | logs | *logging | log events | structured logging | audit log | registros | journalisation | journaux | protokollierung | registros de log | ログ | 構造化ログ | ロギング | 로깅 | 로그 | 日志 | 日誌 | логирование | журналирование"),
    (Alerts, "alerts | *alerts | alerting | alerting rules | alert rules | alarms | alertas | alertes | alarme | benachrichtigungen | アラート | 알림 | 경보 | 告警 | 警报 | 警報 | оповещения | алерты"),
];
