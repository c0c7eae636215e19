using System.Collections;

namespace GdoiSim.Scenario;

/// <summary>
/// Gives nodes their meaning: walks the tree beside the section types and fills these in. Whatever is wrong becomes a
/// problem and leaves its property at the default, so that one pass finds everything.
/// </summary>
internal sealed class ScenarioBinder(ProblemList problems)
{
    private readonly Dictionary<Type, SectionShape?> _shapes = [];
    private readonly Dictionary<string, SourcePosition> _positions = [];
    private readonly HashSet<string> _unsound = [];
    private Type _root = typeof(ScenarioFile);

    /// <summary>Where the value of each path stands, for paths that the file has.</summary>
    public IReadOnlyDictionary<string, SourcePosition> Positions => _positions;

    /// <summary>Paths whose value could not be taken: what is said about them beyond that would mislead.</summary>
    public IReadOnlySet<string> Unsound => _unsound;

    /// <summary>Fills in a scenario; never null, so that its checks can go on.</summary>
    public ScenarioFile Bind(ScenarioNode root) => Bind<ScenarioFile>(root);

    /// <summary>Fills in a section that is a file of its own.</summary>
    public TSection Bind<TSection>(ScenarioNode root)
        where TSection : class
    {
        _root = typeof(TSection);
        object? value = BindValue(root, _root, key: null, path: "");
        return (TSection)(value ?? SectionShape.Default(typeof(TSection)));
    }

    private object? BindValue(ScenarioNode node, Type type, KeyShape? key, string path)
    {
        _positions.TryAdd(path, node.Position);
        ScalarForm? form = ScalarForms.For(type);
        SectionShape? shape = Shape(type);
        return node switch
        {
            ScalarNode scalar when form is not null => BindScalar(scalar, form, shape, key, path),
            MappingNode mapping when shape is not null => BindMapping(mapping, type, shape, path),
            ListNode list when key?.ItemType is { } item && type == key.ValueType => BindList(list, item, key, path),
            _ => Refuse(node, path, Allowed(type, form, shape, key)),
        };
    }

    private object? BindScalar(ScalarNode scalar, ScalarForm form, SectionShape? shape, KeyShape? key, string path)
    {
        object? value = form.Parse(scalar.Text);
        if (value is not null && WithinBounds(value, form, key))
        {
            return value;
        }

        string? meant = value is null ? NearestWord.To(scalar.Text, form.Words) : null;
        return Refuse(scalar, path, Allowed(form, shape, key), meant);
    }

    private object? BindList(ListNode list, Type item, KeyShape key, string path)
    {
        int items = key.Attribute.Items;
        if (items > 0 ? list.Items.Count != items : list.Items.Count == 0)
        {
            string allowed = items > 0 ? $"a list of {items}" : "at least 1 item";
            problems.Error(list.Position, $"{path}: found a list of {list.Items.Count}; allowed: {allowed}");
            _unsound.Add(path);
            return null;
        }

        var values = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        bool whole = true;
        for (int i = 0; i < list.Items.Count; i++)
        {
            object? value = BindValue(list.Items[i], item, key, $"{path}[{i}]");
            whole &= value is not null;
            if (value is not null)
            {
                values.Add(value);
            }
        }

        if (!whole)
        {
            _unsound.Add(path);
            return null;
        }

        return values;
    }

    private object BindMapping(MappingNode mapping, Type type, SectionShape shape, string path)
    {
        object section = SectionShape.Default(type);
        foreach (MappingEntry entry in mapping.Entries)
        {
            if (shape.Find(entry.Key) is not { } key)
            {
                problems.Error(entry.Position, problems.IsFull ? "" : UnknownKey(entry.Key, shape, path));
                continue;
            }

            object? value = BindValue(entry.Value, key.ValueType, key, Join(path, key.Name));
            if (value is not null)
            {
                key.Property.SetValue(section, value);
            }
        }

        foreach (KeyShape key in shape.Keys.Where(key => key.Required && mapping.Find(key.Name) is null))
        {
            problems.Error(mapping.Position, $"{At(path)}key '{key.Name}' is missing: {key.Attribute.Description}");
            _unsound.Add(Join(path, key.Name));
        }

        CheckAlternatives(mapping, shape, path);
        return section;
    }

    private void CheckAlternatives(MappingNode mapping, SectionShape shape, string path)
    {
        if (shape.Alternatives.Count == 0)
        {
            return;
        }

        int given = shape.Alternatives.Count(group => group.Any(name => mapping.Find(name) is not null));
        bool whole = shape.Alternatives.Any(group => group.All(name => mapping.Find(name) is not null));
        if (given == 1 && whole)
        {
            return;
        }

        _unsound.Add(path);
        var found = mapping.Entries.Select(entry => entry.Key).Where(name => shape.Find(name) is not null).ToList();
        if (found.Count == 0 && mapping.Entries.Count > 0)
        {
            // All its keys are unknown, which has been said.
            return;
        }

        problems.Error(
            mapping.Position,
            $"{At(path)}found {(found.Count == 0 ? "no key" : string.Join(" and ", found))}; allowed: exactly one of "
            + WordsOf(shape));
    }

    private object? Refuse(ScenarioNode node, string path, string allowed, string? meant = null)
    {
        string found = node is ScalarNode scalar
            ? scalar.Text.Length == 0 ? "no value" : $"'{Excerpt.Of(scalar.Text)}'"
            : node.Kind;
        string suggestion = meant is null ? "" : $"did you mean '{meant}'? ";
        problems.Error(node.Position, $"{At(path)}found {found}; {suggestion}allowed: {allowed}");
        _unsound.Add(path);
        return null;
    }

    private string UnknownKey(string name, SectionShape shape, string path)
    {
        string place = path.Length == 0 ? "at the top level" : $"in {path}";
        string? meant = NearestWord.To(name, shape.Keys.Select(key => key.Name));
        string? home = meant is null ? PathOf(name, _root, "", []) : null;
        string advice = (meant, home) switch
        {
            ({ } word, _) => $"did you mean '{word}'? ",
            (_, { } known) => $"there is {known}; ",
            _ => "",
        };
        return $"unknown key '{Excerpt.Of(name)}' {place}; {advice}allowed: "
            + string.Join(", ", shape.Keys.Select(key => key.Name));
    }

    /// <summary>The first path of the file, nearest to the top, that ends in a key of this name.</summary>
    private string? PathOf(string name, Type type, string path, HashSet<Type> visited)
    {
        if (!visited.Add(type) || Shape(type) is not { } shape)
        {
            return null;
        }

        return shape.Find(name) is not null
            ? Join(path, name)
            : shape.Keys
                .Select(key => PathOf(
                    name,
                    key.ItemType ?? key.ValueType,
                    Join(path, key.Name) + (key.ItemType is null ? "" : "[]"),
                    visited))
                .FirstOrDefault(found => found is not null);
    }

    private SectionShape? Shape(Type type)
    {
        if (!_shapes.TryGetValue(type, out SectionShape? shape))
        {
            _shapes[type] = shape = SectionShape.Of(type);
        }

        return shape;
    }

    private static bool WithinBounds(object value, ScalarForm form, KeyShape? key)
    {
        // Bounds of a list's key are those of its items.
        return Within(key?.Attribute.Least, atLeast: true) && Within(key?.Attribute.Most, atLeast: false);

        bool Within(string? bound, bool atLeast) =>
            bound is null
            || form.Compare is not { } compare
            || (atLeast ? compare(value, form.Parse(bound)!) >= 0 : compare(value, form.Parse(bound)!) <= 0);
    }

    private static string Allowed(Type type, ScalarForm? form, SectionShape? shape, KeyShape? key) =>
        form is not null
            ? Allowed(form, shape, key)
            : shape is not null
                ? $"a mapping with {string.Join(", ", shape.Keys.Select(known => known.Name))}"
                : $"a list of {ItemWords(key?.ItemType ?? type)}";

    private static string Allowed(ScalarForm form, SectionShape? shape, KeyShape? key)
    {
        string mapping = shape is null ? "" : $", or a mapping with {WordsOf(shape)}";
        return form.Allowed + (key?.Attribute) switch
        {
            { Least: { } least, Most: { } most } => $" from {least} to {most}",
            { Least: { } least } => $" from {least}",
            { Most: { } most } => $" up to {most}",
            _ => "",
        } + mapping;
    }

    private static string ItemWords(Type item) => ScalarForms.For(item)?.Allowed ?? "mappings";

    private static string WordsOf(SectionShape shape) => shape.Alternatives.Count == 0
        ? string.Join(", ", shape.Keys.Select(key => key.Name))
        : string.Join(", ", shape.Alternatives.Select(group => string.Join(" with ", group)));

    private static string At(string path) => path.Length == 0 ? "" : $"{path}: ";

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
