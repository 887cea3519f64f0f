//! What statements in these dialects say.

use crate::shape::tests::shown;

#[test]
fn tables_indexes_and_alterations() {
    assert_eq!(
        shown(
            "```sql\nCREATE TABLE IF NOT EXISTS public.\"route\" (\n  \"id\" SERIAL PRIMARY KEY,\n  name TEXT NOT NULL UNIQUE, -- shown\n  price NUMERIC(10, 2) DEFAULT 0,\n  owner_id INT NOT NULL REFERENCES users(id) ON DELETE CASCADE,\n  created_at TIMESTAMP NOT NULL DEFAULT NOW(),\n  PRIMARY KEY (id, name),\n  CHECK (price > 0)\n);\nCREATE UNIQUE INDEX idx ON route(name);\nALTER TABLE order_line ADD COLUMN \"route_id\" INT REFERENCES route(id);\nCREATE TYPE state AS ENUM ('a', 'b');\n```\n"
        ),
        [
            "2 Record route",
            "3   .id: SERIAL primary",
            "4   .name: TEXT required unique #shown",
            "5   .price: NUMERIC(10, 2) optional =0",
            "6   .owner_id: INT required ->users(id)",
            "7   .created_at: TIMESTAMP required =NOW()",
            "12 Addition order_line",
            "12   .route_id: INT optional ->route(id)",
            "13 Enumeration state a|b",
            "8 index route(id,name) true",
            "11 index route(name) true",
            "6 route -> users N:1",
            "12 order_line -> route N:1",
        ]
    );
}

#[test]
fn queries_define_nothing() {
    assert_eq!(shown("```sql\nSELECT a, b FROM t WHERE x = 1;\nUPDATE t SET a = 2;\n```\n"), [""; 0]);
}

#[test]
fn dialects_keys_and_columns_over_several_lines() {
    assert_eq!(
        shown(
            "```sql\nCREATE TABLE `jobs` (\n  `id` BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,\n  `state` ENUM('new','run') NOT NULL DEFAULT 'new' COMMENT 'where it is',\n  `key` VARCHAR(20) DEFAULT NULL,\n  `owner` INT,\n  PRIMARY KEY (`id`),\n  UNIQUE KEY `uk` (`key`(10)),\n  KEY `ix` (`state`, `owner`),\n  CONSTRAINT `fk` FOREIGN KEY (`owner`) REFERENCES `users` (`id`) ON DELETE CASCADE\n) ENGINE=InnoDB;\nCREATE TABLE \"app\".\"log\"\n(\n  \"at\" timestamp with time zone NOT NULL DEFAULT now(),\n  meta jsonb DEFAULT '{\"a\": 1}'::jsonb,\n  job bigint\n    REFERENCES jobs(id) ON DELETE SET NULL,\n  txt TEXT\n    NOT NULL\n);\n```\n"
        ),
        [
            "2 Record jobs",
            "3   .id: BIGINT UNSIGNED required primary",
            "4   .state: ENUM('new','run') required =new #where it is",
            "5   .key: VARCHAR(20) optional unique =NULL",
            "6   .owner: INT optional ->users(id)",
            "12 Record log",
            "14   .at: timestamp with time zone required =now()",
            "15   .meta: jsonb optional ={\"a\": 1}",
            "16   .job: bigint optional ->jobs(id)",
            "18   .txt: TEXT required",
            "8 index jobs(key) true",
            "9 index jobs(state,owner) false",
            "10 jobs -> users N:1",
            "16 log -> jobs N:1",
        ]
    );
}

#[test]
fn types_indexes_and_alterations_over_several_lines() {
    assert_eq!(
        shown(
            "```sql\nCREATE TYPE kind AS ENUM (\n  'a',\n  'b'\n);\nCREATE TABLE t (id int); CREATE TABLE u (key TEXT NOT NULL);\nCREATE UNIQUE INDEX ON items\n  (order_id, lower(name))\n  WHERE gone IS NULL;\nALTER TABLE items\n  ADD COLUMN note TEXT,\n  ADD COLUMN flag BOOLEAN NOT NULL DEFAULT false,\n  ADD CONSTRAINT fk FOREIGN KEY (t) REFERENCES t(id),\n  DROP COLUMN old;\n```\n"
        ),
        [
            "2 Enumeration kind a|b",
            "6 Record t",
            "6   .id: int optional",
            "6 Record u",
            "6   .key: TEXT required",
            "10 Addition items",
            "11   .note: TEXT optional",
            "12   .flag: BOOLEAN required =false",
            "7 index items(order_id,lower(name)) true",
            "13 items -> t N:1",
        ]
    );
}

#[test]
fn a_forgotten_comma_or_bracket_hides_nothing() {
    assert_eq!(
        shown(
            "```sql\nCREATE TABLE a (\n  id int PRIMARY KEY\n  name text,\n  ...\nCREATE TABLE b (\n  id int\n);\n```\n"
        ),
        [
            "2 Record a",
            "3   .id: int primary",
            "4   .name: text optional",
            "6 Record b",
            "7   .id: int optional"
        ]
    );
}
