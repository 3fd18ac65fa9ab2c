<#-- Statements: EXPLAIN, COPY, SHOW, transactions. -->

/** EXPLAIN [(option, ...) | option] query, and Calcite's EXPLAIN PLAN ... FOR query. */
SqlNode GrismExplain() :
{
    final Span s;
    final List<SqlNode> choices = new ArrayList<SqlNode>();
    SqlExplain.Depth depth;
    SqlNode query;
}
{
    <EXPLAIN> { s = span(); }
    (
        LOOKAHEAD(1)
        <PLAN>
        [ ExplainDetailLevel() ]
        depth = ExplainDepth() {
            choices.add((depth == SqlExplain.Depth.LOGICAL ? SqlGrismExplain.Option.LOGICAL
                : SqlGrismExplain.Option.PHYSICAL).symbol(getPos()));
        }
        [
            <AS> ( <JSON> | <XML> | <DOT_FORMAT> ) {
                if (!token.image.equalsIgnoreCase("JSON")) {
                    throw SqlSyntax.unsupported("EXPLAIN PLAN AS " + token.image.toUpperCase(Locale.ROOT), getPos());
                }
                choices.add(SqlGrismExplain.Option.JSON.symbol(getPos()));
            }
        ]
        <FOR>
    |
        LOOKAHEAD(<LPAREN> ExplainOption())
        <LPAREN> AddExplainOption(choices) ( <COMMA> AddExplainOption(choices) )* <RPAREN>
    |
        LOOKAHEAD(1)
        AddExplainOption(choices)
    |
        { }
    )
    query = SqlQueryOrDml() {
        return new SqlGrismExplain(s.end(query), query, new SqlNodeList(choices, s.pos()));
    }
}

void AddExplainOption(List<SqlNode> choices) :
{
    final SqlGrismExplain.Option option;
}
{
    option = ExplainOption() { choices.add(option.symbol(getPos())); }
}

SqlGrismExplain.Option ExplainOption() :
{
}
{
    <LOGICAL> { return SqlGrismExplain.Option.LOGICAL; }
|   <PHYSICAL> { return SqlGrismExplain.Option.PHYSICAL; }
|   <ANALYZE> { return SqlGrismExplain.Option.ANALYZE; }
|   <JSON> { return SqlGrismExplain.Option.JSON; }
|   <TEXT> { return SqlGrismExplain.Option.TEXT; }
|   <REWRITE> { return SqlGrismExplain.Option.REWRITE; }
|   <DISTRIBUTED> { return SqlGrismExplain.Option.DISTRIBUTED; }
}

/** COPY t [(column, ...)] FROM 'file' [[WITH] (option [=] value, ...)], COPY t | (query) TO 'file' .... */
SqlNode GrismCopy() :
{
    final Span s;
    SqlIdentifier table = null;
    SqlNodeList columns = null;
    SqlNode query = null;
    final SqlCopy.Way way;
    final SqlNode file;
    SqlNodeList choices = SqlNodeList.EMPTY;
}
{
    <COPY> { s = span(); }
    (
        table = CompoundTableIdentifier()
        [ columns = ParenthesizedSimpleIdentifierList() ]
    |
        query = ParenthesizedExpression(ExprContext.ACCEPT_QUERY)
    )
    (
        <FROM> {
            if (query != null) {
                throw SqlSyntax.error("Cannot COPY FROM into a query. Name a table", getPos());
            }
            way = SqlCopy.Way.FROM;
        }
    |
        <TO> { way = SqlCopy.Way.TO; }
    )
    <QUOTED_STRING> { file = SqlLiteral.createCharString(SqlParserUtil.parseString(token.image), getPos()); }
    [
        [ <WITH> ] choices = CopyOptions()
    ]
    {
        return new SqlCopy(s.end(this), table, columns, query, way.symbol(SqlParserPos.ZERO), file, choices);
    }
}

SqlNodeList CopyOptions() :
{
    final Span s;
    final List<SqlNode> list = new ArrayList<SqlNode>();
}
{
    <LPAREN> { s = span(); }
    AddCopyOption(list)
    ( <COMMA> AddCopyOption(list) )*
    <RPAREN> { return new SqlNodeList(list, s.end(this)); }
}

void AddCopyOption(List<SqlNode> list) :
{
    final SqlIdentifier name;
    SqlNode value;
}
{
    (
        <NULL> { name = new SqlIdentifier("null", getPos()); }
    |
        name = SimpleIdentifier()
    )
    [ <EQ> ]
    (
        value = Literal() {
            if (!(value instanceof SqlLiteral)) {
                throw SqlSyntax.error("Cannot read the value of option " + name + ". It is one text or number",
                    value.getParserPosition());
            }
        }
    |
        value = SimpleIdentifier() {
            value = SqlLiteral.createCharString(((SqlIdentifier) value).getSimple(), value.getParserPosition());
        }
    |
        <ON> { value = SqlLiteral.createBoolean(true, getPos()); }
    |
        { value = SqlLiteral.createBoolean(true, getPos()); }
    )
    {
        list.add(name);
        list.add(value);
    }
}

/** SHOW name [ON table]: a setting, or TABLES, GRAPHS, INDEXES, SCHEMAS, ALL. */
SqlNode GrismShow() :
{
    final Span s;
    final SqlIdentifier name;
    SqlIdentifier table = null;
}
{
    <SHOW> { s = span(); }
    (
        name = CompoundIdentifier()
    |
        <ALL> { name = new SqlIdentifier("ALL", getPos()); }
    )
    [ <ON> table = CompoundIdentifier() ]
    { return new SqlShow(s.end(this), name, table); }
}

/** START TRANSACTION or BEGIN [TRANSACTION | WORK] with modes, COMMIT or ROLLBACK [TRANSACTION | WORK]. */
SqlNode GrismTransaction() :
{
    final Span s;
    final SqlTransaction.Action action;
    SqlTransaction.Access access = null;
    SqlTransaction.Access mode;
}
{
    (
        (
            <START> { s = span(); }
            <TRANSACTION>
        |
            <BEGIN> { s = span(); }
            [ <TRANSACTION> | <WORK> ]
        )
        { action = SqlTransaction.Action.START; }
        [
            access = TransactionMode()
            (
                <COMMA>
                mode = TransactionMode() {
                    if (mode != null && access != null) {
                        throw SqlSyntax.error("Cannot say twice what a transaction may do", getPos());
                    }
                    access = mode == null ? access : mode;
                }
            )*
        ]
    |
        <COMMIT> { s = span(); action = SqlTransaction.Action.COMMIT; }
        [ <TRANSACTION> | <WORK> ]
    |
        <ROLLBACK> { s = span(); action = SqlTransaction.Action.ROLLBACK; }
        [ <TRANSACTION> | <WORK> ]
    )
    {
        return new SqlTransaction(s.end(this), action.symbol(SqlParserPos.ZERO),
            access == null ? null : access.symbol(SqlParserPos.ZERO));
    }
}

/** READ ONLY, READ WRITE, or an isolation level that snapshots are enough for, which gives null. */
SqlTransaction.Access TransactionMode() :
{
}
{
    LOOKAHEAD(2)
    <READ> <ONLY> { return SqlTransaction.Access.READ_ONLY; }
|
    <READ> <WRITE> { return SqlTransaction.Access.READ_WRITE; }
|
    <ISOLATION> <LEVEL>
    (
        <REPEATABLE> <READ>
    |
        <READ> ( <COMMITTED> | <UNCOMMITTED> )
    |
        <SERIALIZABLE> { throw SqlSyntax.unsupported("ISOLATION LEVEL SERIALIZABLE", getPos()); }
    )
    { return null; }
}

/** What an UPDATE assigns: an expression, or DEFAULT. */
void AddAssignedValue(SqlNodeList list) :
{
    final SqlNode e;
}
{
    e = Default() { list.add(e); }
|
    AddExpression(list, ExprContext.ACCEPT_SUB_QUERY)
}
