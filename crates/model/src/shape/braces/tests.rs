//! What definitions in these languages say.

use crate::shape::tests::shown;

#[test]
fn typescript() {
    assert_eq!(
        shown(
            "```ts\n// a\nexport interface Order extends Base {\n  id: string; // key\n  note?: string;\n  address: {\n    street: string;\n  };\n  total(): number;\n}\nexport type Status = 'open' | 'paid';\nconst UserSchema = z.object({\n  name: z.string().optional(),\n});\nclass Store {\n  private db: Db;\n  get(id: string): Order {\n    return this.x;\n  }\n}\n```\n"
        ),
        [
            "3 Record Order",
            "4   .id: string #key",
            "5   .note: string optional",
            "6   .address: object",
            "9   total() total(): number",
            "11 Enumeration Status open|paid",
            "12 Record User",
            "13   .name: z.string().optional() optional",
            "15 Class Store",
            "16   .db: Db",
            "17   get() get(id: string): Order",
        ]
    );
}

#[test]
fn rust_and_go() {
    assert_eq!(
        shown(
            "```rust\n#[derive(Debug)]\npub struct Parcel {\n    pub id: Uuid,\n    weight: Option<u32>,\n}\npub enum State { New, Sent(u32) }\nstruct Id(u64);\npub fn send(p: &Parcel) -> bool {\n```\n"
        ),
        [
            "3 Record Parcel",
            "4   .id: Uuid",
            "5   .weight: Option<u32> optional",
            "7 Enumeration State New|Sent",
            "8 Record Id",
            "9 send() pub fn send(p: &Parcel) -> bool"
        ]
    );
    assert_eq!(
        shown(
            "```go\ntype Info struct {\n    ID   uint   `json:\"id\"`\n    Name string `json:\"name,omitempty\"`\n    // note\n}\nfunc (s *S) Get(ctx context.Context) (*Info, error)\n```\n"
        ),
        [
            "2 Record Info",
            "3   .ID: uint",
            "4   .Name: string optional",
            "7 Get() func (s *S) Get(ctx context.Context) (*Info, error)"
        ]
    );
}

#[test]
fn java_kotlin_and_csharp() {
    assert_eq!(
        shown(
            "```java\npublic record Point(int x, int y) {}\npublic class User {\n  private String name;\n}\n```\n"
        ),
        ["2 Record Point", "2   .x: int", "2   .y: int", "3 Class User", "4   .name: String"]
    );
    assert_eq!(
        shown(
            "```csharp\npublic class User\n{\n    public string Name { get; set; } = \"\";\n    public int? Age { get; set; }\n}\n```\n"
        ),
        ["2 Class User", "4   .Name: string =\"\"", "5   .Age: int? optional"]
    );
    assert_eq!(
        shown("```kotlin\ndata class User(\n    val id: Long,\n    val name: String? = null,\n)\n```\n"),
        ["2 Class User", "3   .id: Long", "4   .name: String? optional =null"]
    );
}

#[test]
fn schemas() {
    assert_eq!(
        shown(
            "```proto\nmessage Job {\n  string id = 1;\n  repeated string tags = 2;\n}\nservice Jobs {\n  rpc Run(Job) returns (Job);\n}\n```\n"
        ),
        [
            "2 Record Job",
            "3   .id: string",
            "4   .tags: repeated string",
            "6 Service Jobs",
            "7   Run() rpc Run(Job) returns (Job)"
        ]
    );
    assert_eq!(
        shown(
            "```graphql\ntype User {\n  id: ID!\n  posts(first: Int): [Post]\n}\nenum Role { ADMIN USER }\n```\n"
        ),
        [
            "2 Record User",
            "3   .id: ID! required",
            "4   .posts: [Post] optional #posts(first: Int): [Post]",
            "6 Enumeration Role ADMIN"
        ]
    );
    assert_eq!(
        shown(
            "```prisma\nmodel User {\n  id    String @id @default(uuid())\n  email String? @unique\n  @@index([email])\n}\n```\n"
        ),
        [
            "2 Record User",
            "3   .id: String required primary =uuid()",
            "4   .email: String? optional unique",
            "5 index User(email) false"
        ]
    );
    assert_eq!(
        shown(
            "```solidity\nstruct Invite {\n  uint256 nonce;\n}\nevent Redeemed(address who);\nfunction redeem(Invite memory i) external;\n```\n"
        ),
        [
            "2 Record Invite",
            "3   .nonce: uint256",
            "5 Redeemed() event Redeemed(address who)",
            "6 redeem() function redeem(Invite memory i) external"
        ]
    );
}

#[test]
fn annotations_tags_and_getters() {
    assert_eq!(
        shown(
            "```java\n@Entity\n@Table(name = \"orders\")\npublic class Order {\n    @Id @GeneratedValue\n    private Long id;\n    @Column(\n        nullable = false\n    )\n    private List<Line> lines = new ArrayList<>();\n    public Long getId() { return id; }\n}\npublic record Line(@NotNull UUID id, int qty) {}\n```\n"
        ),
        [
            "4 Class Order",
            "6   .id: Long primary",
            "10   .lines: List<Line> required =new ArrayList<>()",
            "11   getId() public Long getId() { return id; }",
            "13 Record Line",
            "13   .id: UUID required",
            "13   .qty: int",
        ]
    );
    assert_eq!(
        shown(
            "```go\ntype Account struct {\n\tID    uuid.UUID `gorm:\"primaryKey\"`\n\tMail  string `validate:\"required,email\"`\n\tOpts  struct {\n\t\tX int\n\t}\n\tFn    func(a int) error\n}\ntype State string\nconst (\n\tOpen State = \"open\"\n\tDone State = \"done\"\n)\n```\n"
        ),
        [
            "2 Record Account",
            "3   .ID: uuid.UUID primary",
            "4   .Mail: string required",
            "5   .Opts: object",
            "8   .Fn: func(a int) error",
            "10 Enumeration State open|done",
        ]
    );
}

#[test]
fn php_and_c() {
    assert_eq!(
        shown(
            "```php\nfinal class Ware {\n    public function __construct(\n        public readonly string $name,\n        private ?int $count = null,\n    ) {}\n}\nenum Size: string {\n    case Small = 's';\n}\n```\n"
        ),
        [
            "2 Class Ware",
            "4   .name: string",
            "5   .count: int optional =null",
            "3   __construct() public function __construct(",
            "8 Enumeration Size s",
        ]
    );
    assert_eq!(
        shown(
            "```c\ntypedef struct {\n    int id;\n    char name[32];\n} Rec;\nstruct Node {\n    struct Node *next;\n};\n```\n"
        ),
        ["2 Record Rec", "3   .id: int", "4   .name: char[32]", "6 Record Node", "7   .next: struct Node *"]
    );
}

#[test]
fn values_as_they_go_over_the_wire() {
    assert_eq!(
        shown(
            "```ts\nenum Level { Low = 1, High = 'high' }\nexport const RoleSchema = z.enum(['admin', 'user']);\nconst Model = new Schema({\n  name: { type: String, required: true },\n});\n```\n"
        ),
        [
            "2 Enumeration Level Low|high",
            "3 Enumeration Role admin|user",
            "4 Record Model",
            "5   .name: String required"
        ]
    );
    assert_eq!(
        shown("```graphql\ntype User @key(fields: \"id\") {\n  id: ID!\n}\nunion Any = User | Bot\n```\n"),
        ["2 Record User", "3   .id: ID! required", "5 Enumeration Any User|Bot"]
    );
    assert_eq!(
        shown("```proto\nmessage Pay {\n  oneof how {\n    Card card = 1;\n  }\n}\n```\n"),
        ["2 Record Pay", "4   .card: Card"]
    );
}

#[test]
fn what_is_chained_to_a_definition_is_no_part_of_it() {
    assert_eq!(
        shown(
            "```ts\nconst signupSchema = z.object({\n  email: z.string(),\n}).refine((data) => data.email, {\n  message: 'no',\n});\ninterface Next {\n  id: string;\n}\n```\n"
        ),
        ["2 Record signup", "3   .email: z.string()", "7 Record Next", "8   .id: string"]
    );
}

#[test]
fn tables_in_no_language_in_particular() {
    assert_eq!(
        shown("```\nrun_outputs {\n  id\n  run_id uuid\n  at: string\n}\n```\n"),
        ["2 Record run_outputs", "3   .id: ?", "4   .run_id: uuid", "5   .at: string"]
    );
    assert_eq!(
        shown("```dbml\nTable order_lines {\n  id integer [pk]\n  note varchar\n}\n```\n"),
        ["2 Record order_lines", "3   .id: integer primary", "4   .note: varchar"]
    );
    assert_eq!(shown("```\nserver_block {\n  listen = 80\n}\n```\n"), [""; 0]);
}

#[test]
fn names_in_lines_with_commas() {
    assert_eq!(
        shown(
            "```\nJob  { ID, Pages,\n       Owner *User, Tray }\nUser { ID string       // short\n       Jobs []Job }\n```\n"
        ),
        [
            "2 Record Job",
            "2   .ID: ?",
            "2   .Pages: ?",
            "3   .Owner: *User",
            "3   .Tray: ?",
            "4 Record User",
            "4   .ID: string",
            "5   .Jobs: []Job",
        ]
    );
}
