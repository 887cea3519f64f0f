use crate::readers::tests::reader_test;

reader_test!(
    roles_with_their_rights_wherever_they_stand,
    "# T\n## Desk\n| Role | Key permissions |\n|---|---|\n| Clerk | Print jobs, stop own jobs |\n",
    [
        "5 permission Clerk | Print jobs role=Clerk action=Print jobs allow=true",
        "5 permission Clerk | stop own jobs role=Clerk action=stop own jobs allow=true",
    ]
);
reader_test!(marks_are_no_deeds, "# T\n## Permissions\n- View: ⭕\n- Copy: ⭕ (as a new job)\n", []);
reader_test!(
    roles_in_the_columns,
    "# T\n## Permissions\n| Action | Admin | User | Guest |\n|---|---|---|---|\n| Delete order | ✅ | own only | ❌ |\n| List orders | yes | ✓ | |\n",
    [
        "5 permission Admin | Delete order role=Admin action=Delete order allow=true",
        "5 permission User | Delete order role=User action=Delete order allow=conditional condition=own only",
        "5 permission Guest | Delete order role=Guest action=Delete order allow=false",
        "6 permission Admin | List orders role=Admin action=List orders allow=true",
        "6 permission User | List orders role=User action=List orders allow=true",
        "6 permission Guest | List orders role=Guest action=List orders allow=false",
    ]
);
reader_test!(
    who_may_call_what,
    "# T\n## API\n### Who may call what\n| Call | printer | folder |\n|---|---|---|\n| `POST /jobs` | yes | no |\n",
    [
        "6 permission printer | POST /jobs role=printer action=POST /jobs allow=true",
        "6 permission folder | POST /jobs role=folder action=POST /jobs allow=false",
    ]
);
reader_test!(
    rights_with_semicolons_behind_a_role,
    "# T\n## Roles & permissions\n- **Printer** (by day): Create/update jobs; can fold pages; cannot manage users; no glue.\n",
    [
        "3 permission Printer | Create/update jobs role=Printer action=Create/update jobs allow=true",
        "3 permission Printer | fold pages role=Printer action=fold pages allow=true",
        "3 permission Printer | manage users role=Printer action=manage users allow=false",
        "3 permission Printer | no glue role=Printer action=no glue allow=false",
    ]
);
reader_test!(
    what_a_role_may_do_in_another_language,
    "# T\n## Rôles attendus\n- Imprimeur : gérer les pages.\n- Lecteur : personne du service\n",
    ["3 permission Imprimeur | gérer les pages role=Imprimeur action=gérer les pages allow=true"]
);
reader_test!(
    roles_in_the_rows_with_a_legend,
    "# T\n## Access matrix\n| Role | Orders | Users |\n|---|---|---|\n| clerk | F | – |\n| audit | R | R |\n\nF = full access, R = read only\n",
    [
        "5 permission clerk | Orders role=clerk action=Orders allow=true",
        "5 permission clerk | Users role=clerk action=Users allow=false",
        "6 permission audit | Orders role=audit action=Orders allow=conditional condition=read only",
        "6 permission audit | Users role=audit action=Users allow=conditional condition=read only",
    ]
);
reader_test!(
    a_matrix_without_a_word_in_its_corner,
    "# T\n## Authentication & authorization\n| | guest | warden |\n|---|---|---|\n| Read tents | yes | yes |\n| Create a tent | no | yes |\n| Delete a tent | no | own only |\n## Plans\n| | Basic | Plus |\n|---|---|---|\n| Read tents | yes | yes |\n| Create a tent | no | yes |\n| Delete a tent | no | yes |\n",
    [
        "5 permission guest | Read tents role=guest action=Read tents allow=true",
        "5 permission warden | Read tents role=warden action=Read tents allow=true",
        "6 permission guest | Create a tent role=guest action=Create a tent allow=false",
        "6 permission warden | Create a tent role=warden action=Create a tent allow=true",
        "7 permission guest | Delete a tent role=guest action=Delete a tent allow=false",
        "7 permission warden | Delete a tent role=warden action=Delete a tent allow=conditional condition=own only",
    ]
);
reader_test!(
    a_matrix_below_roles_and_people,
    "# T\n## Roles and people\n| What | skipper | deckhand |\n|---|---|---|\n| Mend nets | all | own |\n| Sell a net | others' | no |\n",
    [
        "5 permission skipper | Mend nets role=skipper action=Mend nets allow=true",
        "5 permission deckhand | Mend nets role=deckhand action=Mend nets allow=conditional condition=own",
        "6 permission skipper | Sell a net role=skipper action=Sell a net allow=conditional condition=others'",
        "6 permission deckhand | Sell a net role=deckhand action=Sell a net allow=false",
    ]
);
reader_test!(
    a_roles_table_and_lines,
    "# T\n## Roles\n| Role | Permissions |\n|---|---|\n| editor | create posts, edit posts |\n\n## Permissions\n- Admins can delete posts.\n- Guests cannot see drafts\n- **Viewer**: read posts\n- N/A\n- Requires `contents: write` to publish\n",
    [
        "5 permission editor | create posts role=editor action=create posts allow=true",
        "5 permission editor | edit posts role=editor action=edit posts allow=true",
        "8 permission Admins | delete posts role=Admins action=delete posts allow=true",
        "9 permission Guests | see drafts role=Guests action=see drafts allow=false",
        "10 permission Viewer | read posts role=Viewer action=read posts allow=true",
    ]
);
reader_test!(
    a_resource_with_actions,
    "# T\n## Permissions\n| Resource | Action | Admin |\n|---|---|---|\n| Orders | create | ✅ |\n| | delete | ❌ |\n",
    [
        "5 permission Admin | create Orders role=Admin action=create Orders allow=true",
        "6 permission Admin | delete Orders role=Admin action=delete Orders allow=false",
    ]
);
reader_test!(
    an_action_with_its_endpoint_and_roles_of_any_name,
    "# T\n## Security\n### Authentication & Authorization\n| Action | Endpoint | porter | auditor | Notes |\n|---|---|---|---|---|\n| List depots | `GET /depots` | yes | yes | all of them |\n| Open a depot | `POST /depots` | no | own | |\n",
    [
        "6 permission porter | List depots role=porter action=List depots endpoint=GET /depots allow=true",
        "6 permission auditor | List depots role=auditor action=List depots endpoint=GET /depots allow=true",
        "7 permission porter | Open a depot role=porter action=Open a depot endpoint=POST /depots allow=false",
        "7 permission auditor | Open a depot role=auditor action=Open a depot endpoint=POST /depots allow=conditional condition=own",
    ]
);
reader_test!(
    a_method_and_a_path_are_an_operation,
    "# T\n## Access matrix\n| Method | Path | owner | guest |\n|---|---|---|---|\n| GET | `/notes` | ✓ | ✓ |\n| DELETE | `/notes/{id}` | ✓ | – |\n",
    [
        "5 permission owner | GET /notes role=owner action=GET /notes allow=true",
        "5 permission guest | GET /notes role=guest action=GET /notes allow=true",
        "6 permission owner | DELETE /notes/{id} role=owner action=DELETE /notes/{id} allow=true",
        "6 permission guest | DELETE /notes/{id} role=guest action=DELETE /notes/{id} allow=false",
    ]
);
reader_test!(
    a_matrix_on_its_side_with_an_empty_corner,
    "# T\n## Permissions\n| | `GET /notes` | `POST /notes` |\n|---|---|---|\n| editor | ✓ | ✓ |\n| intern | ✓ | ✗ |\n",
    [
        "5 permission editor | GET /notes role=editor action=GET /notes allow=true",
        "5 permission editor | POST /notes role=editor action=POST /notes allow=true",
        "6 permission intern | GET /notes role=intern action=GET /notes allow=true",
        "6 permission intern | POST /notes role=intern action=POST /notes allow=false",
    ]
);
reader_test!(
    several_grades_and_other_languages,
    "# T\n## Permissions\n| Role | Orders | Bills |\n|---|---|---|\n| viewer | read | read |\n| clerk | read, write | – |\n## Droits\n- Les lecteurs peuvent ouvrir une lettre.\n- Los invitados no pueden borrar cartas.\n",
    [
        "5 permission viewer | read Orders role=viewer action=read Orders allow=true",
        "5 permission viewer | read Bills role=viewer action=read Bills allow=true",
        "6 permission clerk | read Orders role=clerk action=read Orders allow=true",
        "6 permission clerk | write Orders role=clerk action=write Orders allow=true",
        "6 permission clerk | Bills role=clerk action=Bills allow=false",
        "8 permission lecteurs | ouvrir une lettre role=lecteurs action=ouvrir une lettre allow=true",
        "9 permission invitados | borrar cartas role=invitados action=borrar cartas allow=false",
    ]
);
reader_test!(
    rights_among_sentences_on_security,
    "# T\n## Security\n- Only clerks with the role `night` may open the vault\n- Guests cannot change a lock\n- Tokens may be revoked\n- Keys can expire\n",
    [
        "3 permission night | open the vault role=night action=open the vault allow=true",
        "4 permission Guests | change a lock role=Guests action=change a lock allow=false",
    ]
);
reader_test!(
    circles_and_crosses,
    "# T\n## 권한\n| 역할 | 편지 쓰기 |\n|---|---|\n| 관리자 | O |\n| 손님 | X |\n",
    [
        "5 permission 관리자 | 편지 쓰기 role=관리자 action=편지 쓰기 allow=true",
        "6 permission 손님 | 편지 쓰기 role=손님 action=편지 쓰기 allow=false",
    ]
);
reader_test!(
    columns_beside_a_corner_without_a_name_are_roles_where_one_is_known_to_be,
    "# T\n## Security\n| | Web | Mobile |\n|---|---|---|\n| Create a net | yes | no |\n| Delete a net | yes | yes |\n| Sell a net | no | no |\n### Keys\n| What | With key | Without key |\n|---|---|---|\n| Create a boat | yes | no |\n| Delete a boat | yes | no |\n| Sell a boat | yes | no |\n### Who\n| Task | admin |\n|---|---|\n| Create a sail | yes |\n| Delete a sail | yes |\n| Mend a sail | yes |\n### Guests\nEach guest has one role.\n\n| | diver |\n|---|---|\n| Create a dive | yes |\n| Delete a dive | yes |\n| Log a dive | no |\n",
    [
        "17 permission admin | Create a sail role=admin action=Create a sail allow=true",
        "18 permission admin | Delete a sail role=admin action=Delete a sail allow=true",
        "19 permission admin | Mend a sail role=admin action=Mend a sail allow=true",
        "25 permission diver | Create a dive role=diver action=Create a dive allow=true",
        "26 permission diver | Delete a dive role=diver action=Delete a dive allow=true",
        "27 permission diver | Log a dive role=diver action=Log a dive allow=false",
    ]
);
reader_test!(
    a_role_with_its_name_in_the_system,
    "# T\n## Actors & Roles\n- **Bench Lead (`bench_lead`)**:\n  - Views all benches.\n- **Guest (day)**:\n  - Views one bench.\n",
    [
        "4 permission Bench Lead | Views all benches role=Bench Lead action=Views all benches allow=true",
        "6 permission Guest (day) | Views one bench role=Guest (day) action=Views one bench allow=true",
    ]
);
reader_test!(
    ticks_elsewhere_are_no_permissions,
    "# T\n## Features\n| Feature | v1 | v2 |\n|---|---|---|\n| Export | ✅ | ❌ |\n",
    []
);
reader_test!(
    headings_that_are_roles,
    "# T\n## User Roles & Permissions\n### 2.1. Driver (mobile)\n- View own trips.\n- Cannot delete trips\n- Sits in a van\n- **Night driver**: Can edit night trips\n### Notes\n- View this page again\n## 权限\n| 角色 | 说明 | 权限 |\n|---|---|---|\n| 船主 | 用户 | 预订、取消 |\n",
    [
        "4 permission Driver | View own trips role=Driver action=View own trips allow=true",
        "5 permission Driver | delete trips role=Driver action=delete trips allow=false",
        "7 permission Night driver | edit night trips role=Night driver action=edit night trips allow=true",
        "13 permission 船主 | 预订 role=船主 action=预订 allow=true",
        "13 permission 船主 | 取消 role=船主 action=取消 allow=true",
    ]
);
reader_test!(
    who_does_what_and_no_more_than_that,
    "# T\n## 誰が何をするか\n| 利用者 | 主な操作 |\n|---|---|\n| 受付 | 鍵を渡す、鍵を受け取る |\n## Access\n- Guests can only open their own box\n",
    [
        "5 permission 受付 | 鍵を渡す role=受付 action=鍵を渡す allow=true",
        "5 permission 受付 | 鍵を受け取る role=受付 action=鍵を受け取る allow=true",
        "7 permission Guests | open their own box role=Guests action=open their own box allow=conditional condition=only open their own box",
    ]
);
reader_test!(
    what_somebody_can_do_in_a_sentence_behind_who_it_is,
    "# T\n## Rôles et permissions\n- **Bureau** : le chef, la nuit. Peut fermer/ouvrir les salles, changer les encres.\n",
    [
        "3 permission Bureau | fermer/ouvrir les salles role=Bureau action=fermer/ouvrir les salles allow=true",
        "3 permission Bureau | changer les encres role=Bureau action=changer les encres allow=true",
    ]
);

reader_test!(
    deeds_done_to_the_same_thing,
    "# T\n## Roles\n| Role | Permissions |\n|---|---|\n| Clerk | Print, fold and stop jobs; count sheets |\n| Guest | See jobs, count trays and sheets |\n",
    [
        "5 permission Clerk | Print, fold and stop jobs role=Clerk action=Print, fold and stop jobs allow=true",
        "5 permission Clerk | count sheets role=Clerk action=count sheets allow=true",
        "6 permission Guest | See jobs role=Guest action=See jobs allow=true",
        "6 permission Guest | count trays and sheets role=Guest action=count trays and sheets allow=true",
    ]
);

reader_test!(
    access_to_several_things,
    "# T\n## Roles\n| Role | Capabilities |\n|---|---|\n| Clerk | Full access to all trays, pages, and desks |\n",
    [
        "5 permission Clerk | Full access to all trays, pages, and desks role=Clerk action=Full access to all trays, pages, and desks allow=true"
    ]
);

reader_test!(
    rights_below_headings_of_their_own_within_a_role,
    "# T\n## Roles & permissions\n### Shop Clerk\n- Rights are of two kinds and may be limited\n#### Shop-wide permissions\n- Create shelves\n#### Shelf permissions\n- Edit a shelf\n",
    [
        "6 permission Shop Clerk | Create shelves role=Shop Clerk allow=true",
        "8 permission Shop Clerk | Edit a shelf role=Shop Clerk allow=true",
    ]
);

reader_test!(
    rights_in_the_third_person,
    "# T\n## Roles\n- **Clerk** (`CLERK`): prints jobs, stops own jobs\n- **Guest**: the one who waits\n",
    [
        "3 permission Clerk | prints jobs role=Clerk action=prints jobs allow=true",
        "3 permission Clerk | stops own jobs role=Clerk action=stops own jobs allow=true",
    ]
);
reader_test!(
    two_roles_with_the_same_rights,
    "# T\n## Permissions\n- **Printer** / **Folder**: own jobs\n",
    [
        "3 permission Printer | own jobs role=Printer action=own jobs allow=true",
        "3 permission Folder | own jobs role=Folder action=own jobs allow=true",
    ]
);

reader_test!(
    names_of_people_below_authorization,
    "# T\n## Security\n### Authorization\n- Press admin: all presses\n- Guest: own press\n- Robot: nothing but paper\n### Authentication\n- Sessions: one day\n- Guests: by mail\n",
    [
        "4 permission Press admin | all presses role=Press admin action=all presses allow=true",
        "5 permission Guest | own press role=Guest action=own press allow=true",
        "6 permission Robot | nothing but paper role=Robot action=nothing but paper allow=true",
    ]
);
reader_test!(a_condition_is_no_role, "# T\n## 权限\n- 遇到无法解决的问题时，说出来\n", []);
