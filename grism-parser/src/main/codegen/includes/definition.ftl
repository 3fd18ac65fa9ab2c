<#-- Definitions: CREATE and DROP of tables, views, schemas, property graphs and indexes. -->

boolean IfNotExists() :
{
}
{
    LOOKAHEAD(3)
    <IF> <NOT> <EXISTS> { return true; }
|
    { return false; }
}

boolean IfExists() :
{
}
{
    LOOKAHEAD(2)
    <IF> <EXISTS> { return true; }
|
    { return false; }
}

SqlCreate GrismCreateTable(Span s, boolean replace) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    SqlNodeList columns = null;
    SqlNode query = null;
}
{
    <TABLE>
    {
        if (replace) {
            throw SqlSyntax.error("Cannot replace a table. DROP TABLE IF EXISTS it first", s.end(this));
        }
    }
    ifNotExists = IfNotExists()
    name = CompoundIdentifier()
    [ columns = TableElements() ]
    [ <AS> query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY) ]
    {
        if (columns == null && query == null) {
            throw SqlSyntax.error("Cannot create table " + name + " without columns. Add (column type, ...) or AS query",
                s.end(this));
        }
        return SqlDdlNodes.createTable(s.end(this), replace, ifNotExists, name, columns, query);
    }
}

SqlNodeList TableElements() :
{
    final Span s;
    final List<SqlNode> list = new ArrayList<SqlNode>();
}
{
    <LPAREN> { s = span(); }
    AddTableElement(list)
    ( <COMMA> AddTableElement(list) )*
    <RPAREN> { return new SqlNodeList(list, s.end(this)); }
}

void AddTableElement(List<SqlNode> list) :
{
    final SqlIdentifier name;
    SqlDataTypeSpec type = null;
    SqlNode value = null;
    SqlIdentifier constraint = null;
    boolean nullable = true;
    final List<SqlNode> constraints = new ArrayList<SqlNode>();
}
{
    LOOKAHEAD(3)
    [ <CONSTRAINT> constraint = SimpleIdentifier() ]
    AddTableConstraint(constraint, list)
|
    name = SimpleIdentifier()
    [ type = DataType() ]
    (
        <NOT> <NULL> { nullable = false; }
    |
        <NULL>
    |
        <DEFAULT_> value = Expression(ExprContext.ACCEPT_NON_QUERY)
    |
        AddColumnConstraint(name, constraints)
    )*
    {
        if (type == null) {
            if (!nullable || value != null || !constraints.isEmpty()) {
                throw SqlSyntax.error("Cannot define column " + name + " without a type", name.getParserPosition());
            }
            list.add(name);
        } else {
            list.add(SqlDdlNodes.column(name.getParserPosition().plus(getPos()), name,
                type.withNullable(nullable), value,
                value == null ? (nullable ? ColumnStrategy.NULLABLE : ColumnStrategy.NOT_NULLABLE)
                    : ColumnStrategy.DEFAULT));
            list.addAll(constraints);
        }
    }
}

void AddTableConstraint(SqlIdentifier constraint, List<SqlNode> list) :
{
    final Span s;
    final SqlNodeList columns;
}
{
    <PRIMARY> { s = span(); } <KEY> columns = ParenthesizedSimpleIdentifierList() {
        list.add(SqlDdlNodes.primary(s.end(columns), constraint, columns));
    }
|
    <UNIQUE> { s = span(); } columns = ParenthesizedSimpleIdentifierList() {
        list.add(SqlDdlNodes.unique(s.end(columns), constraint, columns));
    }
|
    <FOREIGN> { s = span(); } <KEY> columns = ParenthesizedSimpleIdentifierList()
    AddReferences(s, columns, list)
|
    <CHECK> { s = span(); } {
        throw SqlSyntax.unsupported("CHECK constraints", getPos());
    }
}

void AddColumnConstraint(SqlIdentifier column, List<SqlNode> list) :
{
    final Span s;
    final SqlNodeList columns = new SqlNodeList(Collections.singletonList(column), column.getParserPosition());
}
{
    <PRIMARY> { s = span(); } <KEY> { list.add(SqlDdlNodes.primary(s.end(this), null, columns)); }
|
    <UNIQUE> { list.add(SqlDdlNodes.unique(getPos(), null, columns)); }
|
    AddReferences(span(), columns, list)
|
    <CHECK> {
        throw SqlSyntax.unsupported("CHECK constraints", getPos());
    }
}

void AddReferences(Span s, SqlNodeList columns, List<SqlNode> list) :
{
    final SqlIdentifier table;
    SqlNodeList referenced = null;
}
{
    <REFERENCES> { s.add(this); }
    table = CompoundIdentifier()
    [ LOOKAHEAD(2) referenced = ParenthesizedSimpleIdentifierList() ]
    { list.add(new SqlForeignKey(s.end(this), columns, table, referenced)); }
}

SqlCreate GrismCreateView(Span s, boolean replace) :
{
    final SqlIdentifier name;
    SqlNodeList columns = null;
    final SqlNode query;
}
{
    <VIEW>
    name = CompoundIdentifier()
    [ columns = ParenthesizedSimpleIdentifierList() ]
    <AS> query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    { return SqlDdlNodes.createView(s.end(this), replace, name, columns, query); }
}

SqlCreate GrismCreateSchema(Span s, boolean replace) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
}
{
    <SCHEMA>
    {
        if (replace) {
            throw SqlSyntax.error("Cannot replace a schema. Use CREATE SCHEMA IF NOT EXISTS", s.end(this));
        }
    }
    ifNotExists = IfNotExists()
    name = SimpleIdentifier()
    { return SqlDdlNodes.createSchema(s.end(this), replace, ifNotExists, name); }
}

SqlDrop GrismDrop(Span s, boolean replace) :
{
    final SqlDropObject.Type type;
    final boolean ifExists;
    final SqlIdentifier name;
    SqlLiteral behavior = null;
}
{
    (
        <TABLE> { type = SqlDropObject.Type.TABLE; }
    |
        <VIEW> { type = SqlDropObject.Type.VIEW; }
    |
        <SCHEMA> { type = SqlDropObject.Type.SCHEMA; }
    |
        <PROPERTY> <GRAPH> { type = SqlDropObject.Type.PROPERTY_GRAPH; }
    |
        <INDEX> { type = SqlDropObject.Type.INDEX; }
    |
        <TAG> { type = SqlDropObject.Type.TAG; }
    )
    ifExists = IfExists()
    (
        name = CompoundIdentifier()
    |
        <QUOTED_STRING> {
            if (type != SqlDropObject.Type.TAG) {
                throw SqlSyntax.error("Cannot read a name: " + token.image + ". Only tags may be strings", getPos());
            }
            name = new SqlIdentifier(SqlParserUtil.parseString(token.image), getPos());
        }
    )
    [
        <CASCADE> { behavior = SqlDropObject.Behavior.CASCADE.symbol(getPos()); }
    |
        <RESTRICT> { behavior = SqlDropObject.Behavior.RESTRICT.symbol(getPos()); }
    ]
    { return new SqlDropObject(s.end(this), type.symbol(SqlParserPos.ZERO), ifExists, name, behavior); }
}

/** CREATE INDEX [IF NOT EXISTS] name ON table (column, ...) [USING kind]. */
SqlCreate GrismCreateIndex(Span s, boolean replace) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    final SqlIdentifier table;
    final SqlNodeList columns;
    SqlIdentifier kind = null;
}
{
    <INDEX>
    {
        if (replace) {
            throw SqlSyntax.error("Cannot replace an index. DROP INDEX IF EXISTS it first", s.end(this));
        }
    }
    ifNotExists = IfNotExists()
    name = CompoundIdentifier()
    <ON>
    table = CompoundIdentifier()
    (
        <USING> kind = SimpleIdentifier()
        columns = ParenthesizedSimpleIdentifierList()
    |
        columns = ParenthesizedSimpleIdentifierList()
        [ <USING> kind = SimpleIdentifier() ]
    )
    { return new SqlCreateIndex(s.end(this), ifNotExists, name, table, columns, kind); }
}

SqlCreate GrismCreatePropertyGraph(Span s, boolean replace) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    final SqlGraphDefinition definition;
}
{
    <PROPERTY> <GRAPH>
    ifNotExists = IfNotExists()
    name = CompoundIdentifier()
    definition = GraphDefinition()
    { return new SqlCreatePropertyGraph(s.end(this), replace, ifNotExists, name, definition); }
}

/** PROPERTY GRAPH (...): the definition of a graph that lives as long as its query. */
SqlNode InlineGraph() :
{
    final Span s;
    final SqlGraphDefinition definition;
}
{
    <PROPERTY> { s = span(); } <GRAPH> <LPAREN> definition = GraphDefinition() <RPAREN>
    { return new SqlInlineGraph(s.end(this), definition); }
}

SqlGraphDefinition GraphDefinition() :
{
    final Span s;
    final List<SqlNode> vertices = new ArrayList<SqlNode>();
    final List<SqlNode> edges = new ArrayList<SqlNode>();
    SqlGraphDefinition.Dangling dangling = null;
}
{
    ( <VERTEX> | <NODE> ) { s = span(); } <TABLES> <LPAREN>
    AddVertexTable(vertices)
    ( <COMMA> AddVertexTable(vertices) )*
    <RPAREN>
    [
        ( <EDGE> | <RELATIONSHIP> ) <TABLES> <LPAREN>
        AddEdgeTable(edges)
        ( <COMMA> AddEdgeTable(edges) )*
        <RPAREN>
    ]
    [
        ( <REJECT> { dangling = SqlGraphDefinition.Dangling.REJECT; }
        | <SKIP_> { dangling = SqlGraphDefinition.Dangling.SKIP; } )
        <DANGLING> <EDGES>
    ]
    {
        return new SqlGraphDefinition(s.end(this), new SqlNodeList(vertices, Span.of(vertices).pos()),
            edges.isEmpty() ? SqlNodeList.EMPTY : new SqlNodeList(edges, Span.of(edges).pos()),
            dangling == null ? null : dangling.symbol(SqlParserPos.ZERO));
    }
}

void AddVertexTable(List<SqlNode> list) :
{
    final Span s;
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    SqlNodeList key = null;
    final SqlNodeList labels;
}
{
    table = CompoundIdentifier() { s = Span.of(table); }
    [ <AS> alias = SimpleIdentifier() ]
    [ <KEY> key = ParenthesizedSimpleIdentifierList() ]
    labels = ElementLabels()
    { list.add(new SqlElementTable(s.end(this), table, alias, key, null, labels)); }
}

void AddEdgeTable(List<SqlNode> list) :
{
    final Span s;
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    SqlNodeList key = null;
    final List<SqlNode> roles = new ArrayList<SqlNode>();
    final SqlNodeList labels;
}
{
    table = CompoundIdentifier() { s = Span.of(table); }
    [ <AS> alias = SimpleIdentifier() ]
    [ <KEY> key = ParenthesizedSimpleIdentifierList() ]
    (
        AddSource(roles) AddDestination(roles)
    |
        ( AddRole(roles) )+
    )
    labels = ElementLabels()
    { list.add(new SqlElementTable(s.end(this), table, alias, key, new SqlNodeList(roles, Span.of(roles).pos()), labels)); }
}

void AddSource(List<SqlNode> list) :
{
    final SqlIdentifier name;
}
{
    <SOURCE> { name = new SqlIdentifier(SqlElementRole.SOURCE, getPos()); }
    AddRoleReference(list, name, null)
}

void AddDestination(List<SqlNode> list) :
{
    final SqlIdentifier name;
}
{
    <DESTINATION> { name = new SqlIdentifier(SqlElementRole.DESTINATION, getPos()); }
    AddRoleReference(list, name, null)
}

void AddRole(List<SqlNode> list) :
{
    final Span s;
    final SqlIdentifier name;
    SqlLiteral optional = null;
    SqlIdentifier through;
    SqlNodeList key = null;
    SqlNodeList playerKey = null;
    final SqlIdentifier vertex;
    SqlNodeList vertexKey = null;
}
{
    <ROLE> { s = span(); }
    name = SimpleIdentifier()
    [ LOOKAHEAD(1) <OPTIONAL> { optional = SqlLiteral.createBoolean(true, SqlParserPos.ZERO); } ]
    (
        LOOKAHEAD(1)
        <THROUGH> through = CompoundIdentifier()
        [ <KEY> key = ParenthesizedSimpleIdentifierList() ]
        [ <PLAYER> <KEY> playerKey = ParenthesizedSimpleIdentifierList() ]
        <REFERENCES>
        vertex = SimpleIdentifier()
        [ vertexKey = ParenthesizedSimpleIdentifierList() ]
        { list.add(new SqlElementRole(s.end(this), name, key, vertex, vertexKey, through, playerKey, optional)); }
    |
        AddRoleReference(list, name, optional)
    )
}

void AddRoleReference(List<SqlNode> list, SqlIdentifier name, SqlLiteral optional) :
{
    final Span s = Span.of(name);
    SqlNodeList key = null;
    final SqlIdentifier vertex;
    SqlNodeList vertexKey = null;
}
{
    [ LOOKAHEAD(2) <KEY> key = ParenthesizedSimpleIdentifierList() ]
    [ <REFERENCES> ]
    vertex = SimpleIdentifier()
    [ vertexKey = ParenthesizedSimpleIdentifierList() ]
    { list.add(new SqlElementRole(s.end(this), name, key, vertex, vertexKey, null, null, optional)); }
}

SqlNodeList ElementLabels() :
{
    final List<SqlNode> list = new ArrayList<SqlNode>();
    SqlElementLabel label;
}
{
    [
        label = ElementProperties(Span.of(), null) { list.add(label); }
    |
        ( AddElementLabel(list) )+
    ]
    { return list.isEmpty() ? SqlNodeList.EMPTY : new SqlNodeList(list, Span.of(list).pos()); }
}

void AddElementLabel(List<SqlNode> list) :
{
    final Span s;
    SqlIdentifier name = null;
    SqlElementLabel label = null;
}
{
    (
        <LABEL> { s = span(); } name = SimpleIdentifier()
    |
        <DEFAULT_> { s = span(); } <LABEL>
    )
    [ label = ElementProperties(s, name) ]
    {
        list.add(label != null ? label
            : new SqlElementLabel(s.end(this), name, SqlElementLabel.Properties.DEFAULT.symbol(SqlParserPos.ZERO), SqlNodeList.EMPTY));
    }
}

SqlElementLabel ElementProperties(Span s, SqlIdentifier name) :
{
    SqlElementLabel.Properties kind;
    SqlNodeList list = SqlNodeList.EMPTY;
}
{
    (
        <NO> { s.add(this); } <PROPERTIES> { kind = SqlElementLabel.Properties.NONE; }
    |
        <PROPERTIES> { s.add(this); }
        (
            list = PropertyList() { kind = SqlElementLabel.Properties.LIST; }
        |
            [ <ARE> ] <ALL> <COLUMNS> { kind = SqlElementLabel.Properties.ALL; }
            [ <EXCEPT> list = ParenthesizedSimpleIdentifierList() ]
        )
    )
    { return new SqlElementLabel(s.end(this), name, kind.symbol(SqlParserPos.ZERO), list); }
}

SqlNodeList PropertyList() :
{
    final Span s;
    final List<SqlNode> list = new ArrayList<SqlNode>();
}
{
    <LPAREN> { s = span(); }
    AddProperty(list)
    ( <COMMA> AddProperty(list) )*
    <RPAREN> { return new SqlNodeList(list, s.end(this)); }
}

void AddProperty(List<SqlNode> list) :
{
    SqlNode e;
    final SqlIdentifier name;
}
{
    e = Expression(ExprContext.ACCEPT_NON_QUERY)
    [
        [ <AS> ] name = SimpleIdentifier() {
            e = SqlStdOperatorTable.AS.createCall(Span.of(e).end(this), e, name);
        }
    ]
    { list.add(e); }
}
