//! What others see of the system: APIs, events, commands, settings, permissions, dependencies.

use super::Table;
use crate::Concept::*;

pub(super) const TABLE: Table = &[
    (Api, "api | *api | apis | *apis | api design | *api design | api contract | api contracts | api specification | api reference | api changes | api surface | rest api | http api | api overview | contract | contracts | web api
        | interface contract | api interface | apis and contracts | contrato | contrato interfaz | api rest | contrato de api | diseño de api | contrat d'api | conception de l'api | api vertrag | schnittstellen | schnittstelle | api design und verträge
        | contrato da api | interfaces de api | api 設計 | api設計 | api仕様 | api インターフェース | api 설계 | api 명세 | api设计 | api 设计 | api接口 | 接口设计 | 接口 | 接口规范 | 介面設計 | api контракт | описание api | программный интерфейс
        | api一覧 | api 목록 | api 接口 | grpc services | grpc api"),
    (Endpoints, "endpoints | *endpoints | endpoint | *endpoint | endpoint* | endpoint groups | api endpoints | rest api endpoints | routes | *routes | operations | puntos de acceso | rutas | points d'accès | points de terminaison | endpunkte | rotas
        | エンドポイント | *エンドポイント | ルート一覧 | 엔드포인트 | *엔드포인트 | 端点 | 接口列表 | 路由 | 端點 | эндпоинты | конечные точки | методы api
        | endpoints added | new endpoints | rest endpoints
        | endpoints overview | endpoint overview | エンドポイント一覧 | 엔드포인트 목록"),
    (Request, "request | requests | *request | request body | request payload | request parameters | request format | solicitud | petición | requête | anfrage | requisição | リクエスト | 요청 | 请求 | 請求 | запрос
        | 请求参数
        | 入力 | 入力パラメータ"),
    (Response, "response | responses | *response | response body | response structure | response format | *response structure | respuesta | réponse | antwort | resposta | レスポンス | 응답 | 响应 | 回應 | ответ
        | 出力"),
    (ErrorCodes, "error codes | error responses | error response | status codes | *error codes | error messages | errors | http status codes | códigos de error | codes d'erreur | fehlercodes | códigos de erro | エラーコード | ステータスコード | 오류 코드 | 에러 코드
        | 错误码 | 状态码 | 錯誤碼 | коды ошибок
        | エラー一覧 | エラーレスポンス | エラー応答 | エラーレスポンス形式 | エラータイプ | エラータイプ一覧 | エラー種別 | error types | 错误码列表
        | error taxonomy | *error taxonomy | error catalog | error catalogue | error list | taxonomía de errores | catálogo de errores | taxonomie des erreurs | catalogue d'erreurs | fehlerkatalog | taxonomia de erros | catálogo de erros | エラー分類 | 错误分类 | 에러 목록 | 오류 목록 | перечень ошибок"),
    (Events, "events | *events | event | event contracts | webhook event contracts | webhooks | webhook contracts | *webhooks | messages and events | domain events | event schema | topics | pub sub | queues | subscriptions | event catalog | message queue
        | eventos | *eventos | événements | ereignisse | イベント | *イベント | ウェブフック | 이벤트 | 웹훅 | 事件 | 消息 | события | вебхуки
        | message formats | kafka topics | message types | message catalog | message catalogue | event types | *event types | event list | list of events | tracking plan
        | 消息类型 | *消息类型 | *消息类型一览 | 消息列表 | 消息定义 | 事件类型 | 事件列表 | 事件定义 | 事件一览 | メッセージ種別 | メッセージ一覧 | メッセージ定義 | イベント一覧 | イベント定義 | イベント種別
        | 메시지 타입 | 메시지 유형 | 메시지 목록 | 이벤트 목록 | 이벤트 타입 | 이벤트 정의 | tipos de mensajes | tipos de mensaje | tipos de eventos | tipos de mensagens | types de messages
        | types d'événements | nachrichtentypen | ereignistypen | типы сообщений | типы событий | список событий"),
    (CommandLine, "command line | cli | *cli | cli integration | cli flags | *cli flags | command line interface | commands | *commands | command interface | cli commands | cli interface | flags | cli options | command structure | command index | command list | command summary | command overview | command surface | command set | list of commands | available commands | subcommands | invocation | cli usage | arguments
        | línea de comandos | comandos | ligne de commande | commandes | kommandozeile | befehle | linha de comando | コマンドライン | コマンド | 명령줄 | 명령어 | 命令行 | 命令 | 命令列 | командная строка | команды
        | the command line | cli changes | command line changes
        | cli reference | command reference
        | cli surface | cli specification | global flags | global options | command line flags | command line options | command tree | subcommands | key subcommands | key subcommand contracts | subcommand contracts | opciones globales | options globales | globale optionen | グローバルオプション | 全局选项 | 전역 옵션"),
    (ClientSdk, "client sdk | client sdk design | sdk | sdks | *sdk | client library | client libraries | client design | sdk design | sdk de cliente | sdk client | client bibliothek | sdk do cliente | クライアント sdk | クライアントSDK | 클라이언트 sdk | 客户端 sdk | 客户端SDK | клиентский sdk"),
    (Interface, "interface definition | interface definitions | interface specification | mcp tools | mcp endpoint | mcp api | mcp server tools | tool definitions | agent tools | interface | interfaces | *interface | *interfaces | public api | *public api | public interface | functions | public functions | public function* | helper functions | methods | signatures | function signatures | exports | abi | contract interface
        | api functions | module interface | interfaz | interfaces públicas | interface publique | öffentliche schnittstelle | interface pública | インターフェース | *インターフェース | 関数 | 公開 api | 인터페이스 | 함수 | 公共接口 | 函数 | 介面 | интерфейс | интерфейсы | функции api"),
    (UserInterface, "ui | ux | ui ux | user interface | user experience | *ui | frontend | front end | screens | pages | ui design | ui components | wireframe | ui changes | ui ux guidelines | design system | interfaz de usuario | pantallas | interface utilisateur
        | écrans | benutzeroberfläche | bildschirme | interface do usuário | telas | 画面 | 画面 ui | 画面設計 | ユーザーインターフェース | 사용자 인터페이스 | 화면 | 用户界面 | 界面 | 界面设计 | 使用者介面 | пользовательский интерфейс | экраны
        | 画面一覧 | 画面遷移 | 화면 설계 | 화면 목록 | 页面设计 | 页面列表"),
    (EnvironmentVariables, "environment variables | *environment variables | env vars | env | environment | environment configuration | variables de entorno | variables d'environnement | umgebungsvariablen | variáveis de ambiente | 環境変数 | 환경 변수 | 환경변수
        | 环境变量 | 環境變數 | переменные окружения
        | 環境変数一覧 | 환경변수 목록"),
    (Configuration, "configuration | *configuration | configurations | config | *config | settings | *settings | configuration options | options | config file | config file keys | configuration file | configuration keys | configuration parameters | defaults
        | feature flags | required configuration | configuration requirements | environment requirements | toml configuration | configuration schema | config keys | constants and configuration
        | configuración | ajustes | paramétrage | konfiguration | einstellungen | configuração | configurações
        | 設定 | *設定 | 設定項目 | コンフィグ | 構成設定 | 설정 | *설정 | 구성 | 配置 | *配置 | 配置项 | 设置 | 組態 | конфигурация | настройки
        | 설정값 | 환경 설정 | 환경설정 | 設定値 | 設定ファイル | 配置说明 | 配置文件 | 系统配置 | parámetros de configuración | fichier de configuration | konfigurationsparameter | konfigurationsdatei | parâmetros de configuração | параметры конфигурации
        | файл конфигурации
        | knobs | switches
        | feature toggles
        | 配置方式 | 配置说明 | 配置参数 | 配置项说明 | 設定方法 | 설정 방법"),
    (Permissions, "permissions | *permissions | permission matrix | access matrix | roles and permissions | roles and access matrix | permissions matrix | access rights | role matrix | rbac | role based access control | authorization matrix | access policy | access | access rules | user permissions | who can do what | who may do what | who may call what | who can call what | who may use what | who can use what | who may see what | who can see what | who may access what | who can access what | who may change what | who is allowed to do what | what each role may do | what each role can do | roles and rights
        | permisos | matriz de permisos | roles y permisos | matriz de acceso | autorisations | droits | matrice des droits | rôles et permissions | berechtigungen | rechte | berechtigungsmatrix | rollen und rechte | permissões | papéis e permissões | matriz de permissões
        | 権限 | *権限 | 権限マトリクス | ロールと権限 | 권한 | *권한 | 권한 매트릭스 | 역할 및 권한 | 权限 | *权限 | 权限矩阵 | 角色与权限 | 權限 | права доступа | разрешения | матрица доступа | роли и права
        | user roles and permissions | roles and access | access levels | 권한 관리 | 접근 권한 | 권한 설계 | 权限管理 | 权限控制 | 权限设计 | 権限設計 | 権限管理 | アクセス権限 | droits d'accès | gestion des droits | zugriffsrechte | rollen und berechtigungen
        | niveles de acceso | perfis de acesso | матрица прав
        | who may do what | rights and roles
        | role capabilities | capabilities by role | user capabilities | role privileges | user privileges | role rights | what each role can do
        | rbac matrix | who can see what | 権限一覧 | 誰が何をするか | 誰が何をできるか | 권한 목록 | 权限列表"),
    (Roles, "roles | *roles | user roles | roles table | rôles | rollen | papéis | ロール | 역할 | 角色 | роли
        | user roles and responsibilities | perfis | perfis de usuário | perfiles | perfiles de usuario | profils | profils utilisateurs | benutzerrollen | 用户角色 | ユーザーロール | 사용자 역할 | 用戶角色 | роли пользователей
        | rôles attendus | rôles utilisateurs | rôles des utilisateurs | roles del sistema | roles de usuario | papéis do sistema | papéis de usuário"),
    (InternalDependencies, "internal dependencies | dependencias internas | dépendances internes | interne abhängigkeiten | dependências internas | 内部依存 | 내부 의존성 | 内部依赖 | внутренние зависимости"),
    (ExternalDependencies, "external dependencies | third party dependencies | external services | *external services | external systems | integrations | *integrations | third party integrations | integraciones | integraciones externas | servicios externos | intégrations | services externes | integrationen | integrações | serviços externos | интеграции | внешние сервисы | dependencias externas | dépendances externes | externe abhängigkeiten | dependências externas
        | 外部依存 | 外部サービス | 외부 의존성 | 외부 서비스 | 外部依赖 | 外部服务 | внешние зависимости
        | 外部連携 | 외부 연동 | 第三方服务
        | external apis | external api | third party apis | third party services and apis | apis externas | api externes | externe apis | 外部api | 외부 api | 外部接口 | внешние api
        | external interfaces | interfaces with external systems | interfaces externas | interfaces con sistemas externos | interfaces externes | externe schnittstellen | 外部インターフェース | 외부 인터페이스 | внешние интерфейсы"),
    (Dependencies, "dependencies | *dependencies | dependency | dependencies and risks | prerequisites | libraries | requires | depends on | packages used | library list | blockers | blocked by | upstream dependencies | related dependencies | dependencias | prerrequisitos
        | dépendances | prérequis | bibliothèques | abhängigkeiten | voraussetzungen | bibliotheken | dependências | pré requisitos | 依存関係 | *依存関係 | 依存 | 依存ライブラリ | 의존성 | *의존성 | 종속성 | 依赖 | *依赖 | 依赖关系 | 依賴 | 相依性
        | зависимости | *зависимости | зависимости проекта | предварительные условия
        | requisitos previos | 依存パッケージ | 使用ライブラリ | 의존 라이브러리 | 第三方库 | 依赖项 | librerías | bibliotecas | библиотеки | third party libraries | required libraries
        | ライブラリ
        | 依赖选择 | 依赖库 | 依赖列表 | 技术依赖 | dependency selection | dependency choices | 依存パッケージ一覧 | 의존성 목록"),
];
