//! What the words for types mean.

/// The type and the format that a word stands for, in lower case.
pub(super) fn meaning(word: &str) -> Option<(&'static str, Option<&'static str>)> {
    let last = word.rsplit(['.', ':']).next().unwrap_or(word);
    // `uint8_t` is C's spelling.
    let last = last.strip_suffix("_t").unwrap_or(last);
    let found = match last {
        "string" | "str" | "text" | "varchar" | "nvarchar" | "char" | "nchar" | "citext" | "mediumtext"
        | "longtext" | "tinytext" | "clob" | "character" | "charfield" | "textfield" | "slugfield"
        | "symbol" | "slug" | "cadena" | "texto" | "texte" | "chaîne" | "zeichenkette" | "文字列"
        | "字符串" | "문자열" | "строка" | "bytes32" | "address" | "cuid" | "id" | "objectid" | "nanoid"
        | "password" | "phone" | "markdown" | "html" => ("string", None),
        "enum" | "enumeration" | "enumeración" | "choice" => ("string", None),
        "uuid" | "guid" | "uuidv4" | "uuidv7" | "uuidfield" | "uniqueidentifier" => ("string", Some("uuid")),
        "ulid" => ("string", Some("ulid")),
        "email" | "emailstr" | "emailfield" => ("string", Some("email")),
        "url" | "uri" | "httpurl" | "anyurl" | "urlfield" => ("string", Some("uri")),
        "ip" | "inet" | "ipaddress" => ("string", Some("ip")),
        "date" | "localdate" | "datefield" | "naivedate" | "dateonly" | "fecha" | "datum" | "日付"
        | "日期" | "날짜" => ("string", Some("date")),
        "datetime" | "timestamp" | "timestamptz" | "instant" | "offsetdatetime" | "localdatetime"
        | "zoneddatetime" | "datetimefield" | "datetime2" | "datetimeoffset" | "iso8601"
        | "naivedatetime" | "utc_datetime" | "日時" => ("string", Some("date-time")),
        "time" | "timetz" | "localtime" => ("string", Some("time")),
        "duration" | "interval" | "timedelta" => ("string", Some("duration")),
        "bytes" | "bytea" | "blob" | "binary" | "varbinary" | "buffer" | "uint8array" => {
            ("string", Some("binary"))
        }
        "int"
        | "integer"
        | "smallint"
        | "tinyint"
        | "mediumint"
        | "serial"
        | "smallserial"
        | "short"
        | "byte"
        | "u8"
        | "u16"
        | "i8"
        | "i16"
        | "usize"
        | "isize"
        | "uint"
        | "uint8"
        | "uint16"
        | "int8"
        | "int16"
        | "integerfield"
        | "positiveintegerfield"
        | "autofield"
        | "entero"
        | "inteiro"
        | "entier"
        | "ganzzahl"
        | "整数"
        | "정수"
        | "uint256"
        | "u128"
        | "i128"
        | "int256"
        | "целое"
        | "int2" => ("integer", None),
        "i32" | "u32" | "int32" | "uint32" | "int4" => ("integer", Some("int32")),
        "bigint" | "bigserial" | "long" | "i64" | "u64" | "int64" | "uint64" | "bigautofield"
        | "bigintegerfield" => ("integer", Some("int64")),
        "number" | "float" | "double" | "real" | "f32" | "f64" | "float32" | "float64" | "floatfield"
        | "número" | "nombre" | "zahl" | "数値" | "数字" | "숫자" | "число" => ("number", None),
        "decimal" | "numeric" | "money" | "bigdecimal" | "decimalfield" => ("number", Some("decimal")),
        "bool" | "boolean" | "booleanfield" | "bit" | "booleano" | "booléen" | "真偽値" | "布尔"
        | "布尔值" | "불리언" => ("boolean", None),
        "json" | "jsonb" | "object" | "jsonfield" | "objeto" | "オブジェクト" | "对象" | "객체"
        | "jsonvalue" => ("object", None),
        "array" | "list" | "vec" | "set" | "配列" | "数组" | "배열" => ("array", None),
        _ => return None,
    };
    Some(found)
}
