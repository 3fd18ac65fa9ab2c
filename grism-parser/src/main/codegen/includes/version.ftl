<#-- Versions of the database: time travel, tags, RESTORE, VACUUM, OPTIMIZE. -->

/** t FOR VERSION AS OF 3, t FOR VERSION AS OF 'tag', t FOR SYSTEM_TIME AS OF time. */
SqlNode AsOf(SqlNode table) :
{
    final SqlNode e;
}
{
    <FOR> e = VersionAsOf(table) { return e; }
}

SqlNode VersionAsOf(SqlNode table) :
{
    final Span s;
    final SqlNode value;
}
{
    { s = Span.of(table); }
    (
        <VERSION> [ <AS> <OF> ] value = Version() {
            return new SqlAsOf(s.end(this), table, SqlAsOf.By.VERSION.symbol(getPos()), value);
        }
    |
        ( <SYSTEM_TIME> | <TIMESTAMP> ) <AS> <OF> value = Expression(ExprContext.ACCEPT_NON_QUERY) {
            return new SqlAsOf(s.end(this), table, SqlAsOf.By.SYSTEM_TIME.symbol(getPos()), value);
        }
    )
}

/** The number of a version, or a tag. */
SqlNode Version() :
{
}
{
    <UNSIGNED_INTEGER_LITERAL> { return SqlLiteral.createExactNumeric(token.image, getPos()); }
|
    <QUOTED_STRING> { return SqlLiteral.createCharString(SqlParserUtil.parseString(token.image), getPos()); }
|
    <HOOK> { throw SqlSyntax.unsupported("a parameter as the version", getPos()); }
}

SqlCreate GrismCreateTag(Span s, boolean replace) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    SqlNode version = null;
}
{
    <TAG>
    {
        if (replace) {
            throw SqlSyntax.error("Cannot replace a tag. Use DROP TAG first", s.end(this));
        }
    }
    ifNotExists = IfNotExists()
    name = TagName()
    [ <AS> <OF> <VERSION> version = Version() ]
    { return new SqlCreateTag(s.end(this), ifNotExists, name, version); }
}

/** A name, or a string: what stands after VERSION AS OF for it is a string. */
SqlIdentifier TagName() :
{
    final SqlIdentifier name;
}
{
    name = SimpleIdentifier() { return name; }
|
    <QUOTED_STRING> { return new SqlIdentifier(SqlParserUtil.parseString(token.image), getPos()); }
}

/** RESTORE [DATABASE] TO VERSION AS OF version | SYSTEM_TIME AS OF time. */
SqlNode GrismRestore() :
{
    final Span s;
    final SqlNode version;
}
{
    <RESTORE> { s = span(); }
    [
        <DATABASE>
    |
        <TABLE> {
            throw SqlSyntax.unsupported("RESTORE of one table, only RESTORE TO VERSION AS OF for the whole database", getPos());
        }
    ]
    <TO>
    version = VersionAsOf(new SqlIdentifier("DATABASE", getPos()))
    { return new SqlMaintenance(s.end(this), SqlMaintenance.Action.RESTORE.symbol(s.pos()), version); }
}

/** VACUUM [RETAIN INTERVAL '7' DAY | 168 HOURS]. */
SqlNode GrismVacuum() :
{
    final Span s;
    SqlNode retain = null;
}
{
    <VACUUM> { s = span(); }
    [
        <RETAIN>
        (
            retain = IntervalLiteral()
        |
            retain = PlainInterval()
        )
    ]
    { return new SqlMaintenance(s.end(this), SqlMaintenance.Action.VACUUM.symbol(s.pos()), retain); }
}

/** 168 HOURS. */
SqlNode PlainInterval() :
{
    final Span s;
    final String count;
    final TimeUnit unit;
}
{
    <UNSIGNED_INTEGER_LITERAL> { s = span(); count = token.image; }
    (
        ( <DAY> | <DAYS> ) { unit = TimeUnit.DAY; }
    |
        ( <HOUR> | <HOURS> ) { unit = TimeUnit.HOUR; }
    |
        ( <MINUTE> | <MINUTES> ) { unit = TimeUnit.MINUTE; }
    |
        ( <SECOND> | <SECONDS> ) { unit = TimeUnit.SECOND; }
    )
    { return SqlLiteral.createInterval(1, count, new SqlIntervalQualifier(unit, null, getPos()), s.end(this)); }
}

/** OPTIMIZE [TABLE] [t]. */
SqlNode GrismOptimize() :
{
    final Span s;
    SqlIdentifier table = null;
}
{
    <OPTIMIZE> { s = span(); }
    [ [ <TABLE> ] table = CompoundIdentifier() ]
    { return new SqlMaintenance(s.end(this), SqlMaintenance.Action.OPTIMIZE.symbol(s.pos()), table); }
}
