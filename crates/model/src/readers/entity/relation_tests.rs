use crate::readers::tests::reader_test;

reader_test!(
    relations_in_other_languages,
    "# T\n## Relationships\n- `Key` は `Rack` に属する\n- `Rack` には複数の `Hook` がある\n- `Hook`는 `Rack`에 속한다\n- 一个 `Rack` 包含多个 `Lamp`\n- `Lamp` принадлежит `Rack`\n- Ein `Rack` hat mehrere `Door`\n- `Door.rack_id` references `Rack.id`\n",
    [
        "3 relation Key -> Rack from=Key to=Rack cardinality=N:1",
        "4 relation Rack -> Hook from=Rack to=Hook cardinality=1:N",
        "5 relation Hook -> Rack from=Hook to=Rack cardinality=N:1",
        "6 relation Rack -> Lamp from=Rack to=Lamp cardinality=1:N",
        "7 relation Lamp -> Rack from=Lamp to=Rack cardinality=N:1",
        "8 relation Rack -> Door from=Rack to=Door cardinality=1:N",
        "9 relation Door -> Rack from=Door to=Rack cardinality=N:1",
    ]
);
reader_test!(
    tables_of_entities_that_tell_how_they_relate,
    "# T\n## データ設計\n| テーブル | 内容 | 関連 |\n|---|---|---|\n| 鍵 | 一本の鍵 | 棚に属する |\n| 棚 | 鍵の棚 | |\n",
    ["5 entity 鍵 fields=[]", "5 relation 鍵 -> 棚 from=鍵 to=棚 cardinality=N:1", "6 entity 棚 fields=[]",]
);
reader_test!(
    fields_that_point_to_others_and_rules_below,
    "# T\n## Entities\n### Load\nWhat is brought.\n\nAttributes:\n- weight: decimal\n- brought_by: reference to Grower\n- `bed_id` → `beds.id`\n\n## Indexes\n- Unique constraint on (bed_id, weight)\n",
    [
        "3 entity Load fields=[\"weight\",\"brought_by\",\"bed_id\"]",
        "7 field Load.weight type=decimal",
        "8 field Load.brought_by description=reference to Grower",
        "9 field Load.bed_id key=foreign references=beds.id",
        "9 relation Load -> beds from=Load to=beds cardinality=N:1 label=bed_id",
        "12 index \"Unique constraint on (bed_id, weight)\" unique=true columns=[\"bed_id\",\"weight\"]",
    ]
);

reader_test!(
    fields_and_indexes_behind_a_line_that_names_the_table,
    "# T\n## Modelo de datos\nTabla: jobs\n\n- id (PK)\n- tray_id (FK -> trays.id)\n- slot CHAR(7) UNIQUE (`YYYY-MM`)\n\nÍndices:\n\n- INDEX(tray_id, slot)\n- UNIQUE(slot)\n## Database\nUse migrations for these tables:\n\n- `trays`\n- `ink_levels`\n",
    [
        "3 entity jobs fields=[\"id\",\"tray_id\",\"slot\"]",
        "5 field jobs.id key=primary",
        "6 field jobs.tray_id key=foreign references=trays.id",
        "6 relation jobs -> trays from=jobs to=trays cardinality=N:1 label=tray_id",
        "7 field jobs.slot type=CHAR(7) unique=true description=(YYYY-MM)",
        "11 index \"INDEX(tray_id, slot)\" entity=jobs unique=false columns=[\"tray_id\",\"slot\"]",
        "12 index \"UNIQUE(slot)\" entity=jobs unique=true columns=[\"slot\"]",
        "16 entity trays fields=[]",
        "17 entity ink_levels fields=[]",
    ]
);

reader_test!(
    a_document_that_is_a_data_model_as_a_whole,
    "# Data Model — Printing\n## Press\n- id: string\n- place: { row: number, slot: number }\n- type: \"flat\"\n- note for the reader\n## Tray\n- id: string\n## Sheet\n- id: string\n- width: int\n\nRelationships:\n- Press has many Trays and Sheets.\n- Tray has at most one active Sheet.\n",
    [
        "2 entity Press fields=[\"id\",\"place\",\"type\"]",
        "3 field Press.id type=string",
        "4 field Press.place type={ row: number, slot: number }",
        "5 field Press.type type=\"flat\"",
        "7 entity Tray fields=[\"id\"]",
        "8 field Tray.id type=string",
        "9 entity Sheet fields=[\"id\",\"width\"]",
        "10 field Sheet.id type=string",
        "11 field Sheet.width type=int",
        "14 relation Press -> Tray from=Press to=Tray cardinality=1:N",
        "14 relation Press -> Sheet from=Press to=Sheet cardinality=1:N",
        "15 relation Tray -> Sheet from=Tray to=Sheet cardinality=1:1",
    ]
);

reader_test!(
    required_fields_below_the_logic_of_what_is_known,
    "# T\n## Key entities\n| Entity | Description |\n|---|---|\n| Print Job | What is printed |\n| Tray | Holds paper |\n## 2. Print Job logic\n### 2.1 Required fields\n| Field | Required | Notes |\n|---|---|---|\n| Ink | yes | Must not be dry |\n",
    [
        "5 entity Print Job fields=[\"Ink\"]",
        "6 entity Tray fields=[]",
        "11 field Print Job.Ink required=true description=Must not be dry",
    ]
);
