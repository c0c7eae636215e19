using System.Text.RegularExpressions;

namespace GdoiSim.Scenario;

/// <summary>
/// One <c>--set path=value</c>: puts a value, read as in a file, at a path of the node tree before that is given its
/// meaning. So an override goes through the same checks as a file, and its problems name the option.
/// </summary>
internal static partial class ScenarioOverride
{
    private const string Form = "path=value, such as group.size=1000 or group.profiles[0].share=5%";

    /// <summary>What problems of an override name as their source.</summary>
    public static string SourceOf(string assignment) => $"--set {Excerpt.Of(assignment)}";

    /// <summary>The tree with the override; as it was, with the reason among the problems, if it cannot be.</summary>
    public static ScenarioNode Apply(ScenarioNode root, string assignment, ProblemList problems)
    {
        SourcePosition position = SourcePosition.Whole(SourceOf(assignment));
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        string path = equals < 0 ? "" : assignment[..equals].Trim();
        if (!PathForm().IsMatch(path) || path.Length > 256)
        {
            problems.Error(position, $"found no path before '='; allowed: {Form}");
            return root;
        }

        string text = assignment[(equals + 1)..].Trim();
        ScenarioNode? value = text.Length == 0
            ? new ScalarNode(position, "")
            : YamlNodeReader.ReadValue(text, position, problems);
        if (value is null)
        {
            return root;
        }

        string[] steps = [.. Steps().Matches(path).Select(match => match.Groups["step"].Value)];
        return Put(root, steps, 0, value, position, problems) ?? root;
    }

    private static ScenarioNode? Put(
        ScenarioNode? node,
        string[] steps,
        int depth,
        ScenarioNode value,
        SourcePosition position,
        ProblemList problems)
    {
        if (depth == steps.Length)
        {
            return value;
        }

        string step = steps[depth];
        switch (node)
        {
            case null:
                ScenarioNode? child = Put(null, steps, depth + 1, value, position, problems);
                return child is null ? null : new MappingNode(position, [new MappingEntry(step, position, child)]);
            case MappingNode mapping:
                return PutKey(mapping, steps, depth, value, position, problems);
            case ListNode list:
                return PutItem(list, steps, depth, value, position, problems);
            default:
                string whole = string.Join('.', steps[..depth]);
                problems.Error(position, $"{whole} is a single value in the file; allowed: {whole}=value as a whole");
                return null;
        }
    }

    private static MappingNode? PutKey(
        MappingNode mapping,
        string[] steps,
        int depth,
        ScenarioNode value,
        SourcePosition position,
        ProblemList problems)
    {
        string step = steps[depth];
        MappingEntry? old = mapping.Find(step);
        ScenarioNode? child = Put(old?.Value, steps, depth + 1, value, position, problems);
        if (child is null)
        {
            return null;
        }

        // A key that the file has keeps its place there; only what is new is the option's.
        var entry = new MappingEntry(step, old?.Position ?? position, child);
        return new MappingNode(
            mapping.Position,
            old is null
                ? [.. mapping.Entries, entry]
                : [.. mapping.Entries.Select(known => known.Key == step ? entry : known)]);
    }

    private static ListNode? PutItem(
        ListNode list, string[] steps, int depth, ScenarioNode value, SourcePosition position, ProblemList problems)
    {
        string step = steps[depth];
        int index = WholeNumber.TryParse(step, 0, list.Items.Count - 1, out int number)
            ? number
            : list.Items.ToList().FindIndex(item =>
                item is MappingNode mapping && mapping.Find("name")?.Value is ScalarNode name && name.Text == step);
        if (index < 0)
        {
            string allowed = list.Items.Count == 0
                ? "none, the list is empty"
                : $"0 to {list.Items.Count - 1}, or an item's name";
            problems.Error(position, $"{string.Join('.', steps[..depth])} has no item '{step}'; allowed: {allowed}");
            return null;
        }

        ScenarioNode? child = Put(list.Items[index], steps, depth + 1, value, position, problems);
        return child is null
            ? null
            : new ListNode(list.Position, [.. list.Items.Select((item, i) => i == index ? child : item)]);
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+|\[[0-9]+\])*$")]
    private static partial Regex PathForm();

    [GeneratedRegex(@"(?<step>[A-Za-z0-9_-]+)")]
    private static partial Regex Steps();
}
