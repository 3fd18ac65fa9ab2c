<#-- GRAPH_TABLE and graph patterns, as in ISO 9075-16:2023. -->

/** The hook of Calcite's grammar for table references of other kinds. */
SqlNode ExtendedTableRef() :
{
    final SqlNode e;
}
{
    e = GraphTable() { return e; }
}

SqlNode GraphTable() :
{
    final Span s;
    SqlNode graph;
    SqlLiteral matchMode = null;
    final List<SqlNode> patterns = new ArrayList<SqlNode>();
    SqlNode keep = null;
    SqlNode where = null;
    SqlNode rows = null;
    final SqlNodeList columns;
}
{
    <GRAPH_TABLE> { s = span(); } <LPAREN>
    (
        LOOKAHEAD(3)
        graph = InlineGraph()
    |
        graph = CompoundIdentifier() [ graph = AsOf(graph) ]
    )
    <MATCH>
    [ LOOKAHEAD(2) matchMode = MatchMode() ]
    AddPathPattern(patterns)
    ( <COMMA> AddPathPattern(patterns) )*
    [ <KEEP> keep = PathPrefix() ]
    [ where = Where() ]
    [ rows = RowsClause() ]
    columns = GraphColumns()
    <RPAREN>
    {
        return new SqlGraphTable(s.end(this), graph, matchMode, new SqlNodeList(patterns, Span.of(patterns).pos()),
            keep, where, rows, columns);
    }
}

SqlLiteral MatchMode() :
{
    final Span s;
}
{
    <REPEATABLE> { s = span(); } ( <ELEMENTS> | <ELEMENT> ) [ LOOKAHEAD(1) <BINDINGS> ]
    { return SqlGraphTable.MatchMode.REPEATABLE_ELEMENTS.symbol(s.end(this)); }
|
    <DIFFERENT> { s = span(); } ( <EDGES> | <EDGE> ) [ LOOKAHEAD(1) <BINDINGS> ]
    { return SqlGraphTable.MatchMode.DIFFERENT_EDGES.symbol(s.end(this)); }
}

/** ONE ROW PER MATCH | ONE ROW PER VERTEX (v) | ONE ROW PER STEP (v1, e, v2). */
SqlNode RowsClause() :
{
    final Span s;
    final SqlGraphRows.Per per;
    SqlNodeList variables = SqlNodeList.EMPTY;
}
{
    <ONE> { s = span(); } <ROW> <PER>
    (
        <MATCH> { per = SqlGraphRows.Per.MATCH; }
    |
        ( <VERTEX> | <NODE> ) { per = SqlGraphRows.Per.VERTEX; }
        variables = ParenthesizedSimpleIdentifierList()
    |
        <STEP> { per = SqlGraphRows.Per.STEP; }
        variables = ParenthesizedSimpleIdentifierList()
    )
    { return new SqlGraphRows(s.end(this), per.symbol(SqlParserPos.ZERO), variables); }
}

SqlNodeList GraphColumns() :
{
    final Span s;
    final List<SqlNode> list = new ArrayList<SqlNode>();
}
{
    <COLUMNS> <LPAREN> { s = span(); }
    AddGraphColumn(list)
    ( <COMMA> AddGraphColumn(list) )*
    <RPAREN> { return new SqlNodeList(list, s.end(this)); }
}

void AddGraphColumn(List<SqlNode> list) :
{
    SqlNode e;
    final SqlIdentifier name;
}
{
    LOOKAHEAD(1)
    <STAR> { list.add(SqlIdentifier.star(getPos())); }
|
    e = Expression(ExprContext.ACCEPT_SUB_QUERY)
    [
        [ <AS> ] name = SimpleIdentifier() {
            e = SqlStdOperatorTable.AS.createCall(Span.of(e).end(this), e, name);
        }
    ]
    { list.add(e); }
}

void AddPathPattern(List<SqlNode> list) :
{
    final Span s;
    SqlIdentifier variable = null;
    SqlNode prefix = null;
    final SqlNode path;
}
{
    { s = Span.of(); }
    [ LOOKAHEAD(2) variable = SimpleIdentifier() <EQ> { s.add(variable); } ]
    [ LOOKAHEAD(1) prefix = PathPrefix() { s.add(prefix); } ]
    path = PathExpression()
    { list.add(new SqlPathPattern(s.end(path), variable, prefix, path)); }
}

/** A path mode or a selector: TRAIL, ANY SHORTEST PATH, SHORTEST 3 WALK PATHS GROUPS, .... */
SqlNode PathPrefix() :
{
    final Span s;
    SqlPathPrefix.Selector selector = null;
    SqlLiteral mode = null;
    SqlNode count = null;
}
{
    (
        mode = PathMode() { s = Span.of(mode); } [ <PATH> | <PATHS> ]
    |
        <ALL> { s = span(); selector = SqlPathPrefix.Selector.ALL; }
        [ <SHORTEST> { selector = SqlPathPrefix.Selector.ALL_SHORTEST; } ]
        [ mode = PathMode() ] [ <PATH> | <PATHS> ]
    |
        <ANY> { s = span(); selector = SqlPathPrefix.Selector.ANY; }
        [
            <SHORTEST> { selector = SqlPathPrefix.Selector.ANY_SHORTEST; }
        |
            count = UnsignedNumericLiteralOrParam()
        ]
        [ mode = PathMode() ] [ <PATH> | <PATHS> ]
    |
        <SHORTEST> { s = span(); selector = SqlPathPrefix.Selector.SHORTEST; }
        [ count = UnsignedNumericLiteralOrParam() ]
        [ mode = PathMode() ] [ <PATH> | <PATHS> ]
        [ ( <GROUP> | <GROUPS> ) { selector = SqlPathPrefix.Selector.SHORTEST_GROUPS; } ]
    )
    {
        return new SqlPathPrefix(s.end(this), selector == null ? null : selector.symbol(SqlParserPos.ZERO), count, mode);
    }
}

SqlLiteral PathMode() :
{
}
{
    <WALK> { return SqlPathPrefix.Mode.WALK.symbol(getPos()); }
|   <TRAIL> { return SqlPathPrefix.Mode.TRAIL.symbol(getPos()); }
|   <SIMPLE> { return SqlPathPrefix.Mode.SIMPLE.symbol(getPos()); }
|   <ACYCLIC> { return SqlPathPrefix.Mode.ACYCLIC.symbol(getPos()); }
}

/** Paths separated by | (a set) or |+| (a multiset). */
SqlNode PathExpression() :
{
    SqlNode e;
    final List<SqlNode> list = new ArrayList<SqlNode>();
    SqlPathAlternation.Operator operator = null;
    SqlPathAlternation.Operator next;
}
{
    e = PathTerm() { list.add(e); }
    (
        <VERTICAL_BAR> { next = SqlPathAlternation.Operator.SET; }
        [ <PLUS> <VERTICAL_BAR> { next = SqlPathAlternation.Operator.MULTISET; } ]
        {
            if (operator != null && operator != next) {
                throw SqlSyntax.error("Cannot mix | and |+| in one pattern. Use parentheses", getPos());
            }
            operator = next;
        }
        e = PathTerm() { list.add(e); }
    )*
    {
        return operator == null ? e
            : new SqlPathAlternation(Span.of(list).pos(), new SqlNodeList(list, Span.of(list).pos()),
                operator.symbol(SqlParserPos.ZERO));
    }
}

SqlNode PathTerm() :
{
    final List<SqlNode> list = new ArrayList<SqlNode>();
}
{
    ( LOOKAHEAD(1) AddPathFactor(list) )+
    { return new SqlPathTerm(Span.of(list).pos(), new SqlNodeList(list, Span.of(list).pos())); }
}

void AddPathFactor(List<SqlNode> list) :
{
    SqlNode e;
}
{
    (
        LOOKAHEAD(SubPathStart())
        e = SubPath()
    |
        e = VertexPattern()
    |
        e = EdgePattern()
    )
    [ e = Quantified(e) ]
    { list.add(e); }
}

/** Tells (x) from ((x)-[e]->(y)). */
void SubPathStart() :
{
}
{
    <LPAREN>
    (
        <LPAREN>
    |
        <MINUS>
    |
        <LT>
    |
        <LAMBDA>
    |
        LOOKAHEAD(2)
        SimpleIdentifier() <EQ>
    |
        PathMode() [ <PATH> | <PATHS> ] ( <LPAREN> | <MINUS> | <LT> | <LAMBDA> )
    )
}

SqlNode SubPath() :
{
    final Span s;
    SqlIdentifier variable = null;
    SqlNode mode = null;
    final SqlNode path;
    SqlNode where = null;
}
{
    <LPAREN> { s = span(); }
    [ LOOKAHEAD(2) variable = SimpleIdentifier() <EQ> ]
    [ mode = PathMode() [ <PATH> | <PATHS> ] ]
    path = PathExpression()
    [ where = Where() ]
    <RPAREN>
    { return new SqlSubPath(s.end(this), variable, mode, path, where); }
}

SqlNode Quantified(SqlNode e) :
{
    SqlNode min;
    SqlNode max = null;
    final Span s = Span.of(e);
}
{
    (
        <STAR> { min = SqlQuantifiedPath.bound(0, getPos()); }
    |
        <PLUS> { min = SqlQuantifiedPath.bound(1, getPos()); }
    |
        <HOOK> { return new SqlQuantifiedPath(s.end(this), e, null, null); }
    |
        <LBRACE>
        (
            <COMMA> { min = SqlQuantifiedPath.bound(0, getPos()); }
            max = QuantifierBound()
        |
            min = QuantifierBound() { max = min; }
            [
                <COMMA> { max = null; }
                [ max = QuantifierBound() ]
            ]
        )
        <RBRACE>
    )
    { return new SqlQuantifiedPath(s.end(this), e, min, max); }
}

SqlNode QuantifierBound() :
{
}
{
    <UNSIGNED_INTEGER_LITERAL> { return SqlLiteral.createExactNumeric(token.image, getPos()); }
|
    <DECIMAL_NUMERIC_LITERAL> {
        throw SqlSyntax.error("Cannot read quantifier. Write {m,n}, not {m..n}", getPos());
    }
}

SqlNode VertexPattern() :
{
    final Span s;
    final SqlElementPattern.Filler filler = new SqlElementPattern.Filler();
}
{
    <LPAREN> { s = span(); }
    ElementFiller(filler)
    <RPAREN>
    { return filler.vertex(s.end(this)); }
}

SqlNode EdgePattern() :
{
    final Span s;
    final SqlElementPattern.Filler filler = new SqlElementPattern.Filler();
}
{
    <LAMBDA> { return filler.abbreviatedEdge(getPos(), SqlElementPattern.Direction.RIGHT); }
|
    <MINUS> { s = span(); }
    (
        <LBRACKET> ElementFiller(filler) <RBRACKET>
        (
            <LAMBDA> { return filler.edge(s.end(this), SqlElementPattern.Direction.RIGHT); }
        |
            <MINUS> { return filler.edge(s.end(this), SqlElementPattern.Direction.ANY); }
        )
    |
        { return filler.abbreviatedEdge(s.end(this), SqlElementPattern.Direction.ANY); }
    )
|
    <LT> { s = span(); }
    (
        <LAMBDA> { return filler.abbreviatedEdge(s.end(this), SqlElementPattern.Direction.LEFT_OR_RIGHT); }
    |
        <MINUS>
        (
            <LBRACKET> ElementFiller(filler) <RBRACKET>
            (
                <LAMBDA> { return filler.edge(s.end(this), SqlElementPattern.Direction.LEFT_OR_RIGHT); }
            |
                <MINUS> { return filler.edge(s.end(this), SqlElementPattern.Direction.LEFT); }
            )
        |
            { return filler.abbreviatedEdge(s.end(this), SqlElementPattern.Direction.LEFT); }
        )
    )
}

/** [variable] [IS label] [FROM role TO role] [WHERE condition]. */
void ElementFiller(SqlElementPattern.Filler filler) :
{
    final SqlIdentifier variable;
    final SqlNode label;
    final SqlIdentifier from;
    final SqlIdentifier to;
    final SqlNode where;
}
{
    [ variable = SimpleIdentifier() { filler.variable = variable; } ]
    [ ( <IS> | <COLON> ) label = LabelExpression() { filler.label = label; } ]
    [
        <FROM> from = SimpleIdentifier() <TO> to = SimpleIdentifier()
        { filler.fromRole = from; filler.toRole = to; }
    ]
    [ where = Where() { filler.where = where; } ]
}

SqlNode LabelExpression() :
{
    SqlNode e;
    SqlNode right;
}
{
    e = LabelTerm()
    (
        LOOKAHEAD(1)
        <VERTICAL_BAR> right = LabelTerm() { e = SqlLabelExpression.OR.createCall(Span.of(e, right).pos(), e, right); }
    )*
    { return e; }
}

SqlNode LabelTerm() :
{
    SqlNode e;
    SqlNode right;
}
{
    e = LabelFactor()
    (
        LOOKAHEAD(1)
        <AMPERSAND> right = LabelFactor() { e = SqlLabelExpression.AND.createCall(Span.of(e, right).pos(), e, right); }
    )*
    { return e; }
}

SqlNode LabelFactor() :
{
    final Span s;
    final SqlNode e;
}
{
    <BANG> { s = span(); } e = LabelFactor() { return SqlLabelExpression.NOT.createCall(s.end(e), e); }
|
    <PERCENT_REMAINDER> { return SqlLabelExpression.ANY.createCall(getPos()); }
|
    <LPAREN> e = LabelExpression() <RPAREN> { return e; }
|
    e = SimpleIdentifier() { return e; }
}

/** x IS [NOT] LABELED label, x IS [NOT] SOURCE OF e, x IS [NOT] DESTINATION OF e, x IS [NOT] ROLE r OF h. */
void GraphPredicate(List<Object> list, ExprContext exprContext, Span s) :
{
    boolean not = false;
    final SqlOperator op;
    final SqlNode right;
    final SqlIdentifier role;
    final SqlIdentifier of;
}
{
    <IS> { checkNonQueryExpression(exprContext); s.clear().add(this); }
    [ <NOT> { not = true; } ]
    (
        <LABELED> { op = not ? SqlGraphPredicates.IS_NOT_LABELED : SqlGraphPredicates.IS_LABELED; }
        right = LabelExpression()
    |
        <SOURCE> <OF> { op = not ? SqlGraphPredicates.IS_NOT_SOURCE_OF : SqlGraphPredicates.IS_SOURCE_OF; }
        right = SimpleIdentifier()
    |
        <DESTINATION> <OF> { op = not ? SqlGraphPredicates.IS_NOT_DESTINATION_OF : SqlGraphPredicates.IS_DESTINATION_OF; }
        right = SimpleIdentifier()
    |
        <ROLE> { op = not ? SqlGraphPredicates.IS_NOT_ROLE_OF : SqlGraphPredicates.IS_ROLE_OF; }
        role = SimpleIdentifier() <OF> of = SimpleIdentifier()
        {
            right = new SqlIdentifier(ImmutableList.of(role.getSimple(), of.getSimple()), null,
                role.getParserPosition().plus(of.getParserPosition()),
                ImmutableList.of(role.getParserPosition(), of.getParserPosition()));
        }
    )
    {
        list.add(new SqlParserUtil.ToTreeListItem(op, s.pos()));
        list.add(right);
    }
}
