namespace GdoiSim.Scenario;

/// <summary>
/// What a scenario file says before its meaning is known: texts, lists and mappings, each with its position. Immutable;
/// YAML aliases share one node, so a few lines can stand for very many (<see cref="ExpandedNodes"/>).
/// </summary>
internal abstract class ScenarioNode(SourcePosition position, int height, long expandedNodes)
{
    /// <summary>Where the node begins.</summary>
    public SourcePosition Position { get; } = position;

    /// <summary>Levels of nesting below and including this node, aliases followed.</summary>
    public int Height { get; } = height;

    /// <summary>Number of nodes below and including this one, each alias counted with all it stands for.</summary>
    public long ExpandedNodes { get; } = expandedNodes;

    /// <summary>What the node is, as a problem says it.</summary>
    public abstract string Kind { get; }

    /// <summary>Sum that stays at the largest value instead of overflowing: alias bombs reach any number.</summary>
    protected static long SaturatingSum(IEnumerable<long> terms)
    {
        long sum = 0;
        foreach (long term in terms)
        {
            sum = term > long.MaxValue - sum ? long.MaxValue : sum + term;
        }

        return sum;
    }
}

/// <summary>A text, number or word: YAML decides nothing about its type, the key that it stands under does.</summary>
internal sealed class ScalarNode(SourcePosition position, string text) : ScenarioNode(position, 1, 1)
{
    public string Text { get; } = text;

    public override string Kind => "a single value";
}

/// <summary>A list, block or flow.</summary>
internal sealed class ListNode(SourcePosition position, IReadOnlyList<ScenarioNode> items) : ScenarioNode(
    position,
    1 + items.Select(item => item.Height).DefaultIfEmpty().Max(),
    SaturatingSum(items.Select(item => item.ExpandedNodes).Append(1)))
{
    public IReadOnlyList<ScenarioNode> Items { get; } = items;

    public override string Kind => "a list";
}

/// <summary>One key of a mapping, where it stands, and its value.</summary>
internal sealed record MappingEntry(string Key, SourcePosition Position, ScenarioNode Value);

/// <summary>A mapping with its keys in the order of the file; keys are unique.</summary>
internal sealed class MappingNode(SourcePosition position, IReadOnlyList<MappingEntry> entries) : ScenarioNode(
    position,
    1 + entries.Select(entry => entry.Value.Height).DefaultIfEmpty().Max(),
    SaturatingSum(entries.Select(entry => entry.Value.ExpandedNodes).Append(1)))
{
    public IReadOnlyList<MappingEntry> Entries { get; } = entries;

    public override string Kind => "a mapping";

    /// <summary>The entry of a key, or null.</summary>
    public MappingEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key);
}
