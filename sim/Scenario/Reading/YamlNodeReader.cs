using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GdoiSim.Scenario;

/// <summary>
/// Turns YAML text into nodes with positions. It reads the events of YamlDotNet's parser, since only these keep every
/// position right and leave the depth of recursion to the reader: a library that nests by itself can be made to
/// overflow the stack. Aliases are followed by sharing the node; tags, merge keys and several documents are refused.
/// </summary>
internal sealed class YamlNodeReader
{
    /// <summary>Levels of nesting that a file may have; a scenario needs seven.</summary>
    public const int DeepestNesting = 32;

    /// <summary>Nodes that a file may stand for once its aliases are written out.</summary>
    public const int MostNodes = 100_000;

    private readonly string _text;
    private readonly Scanner _scanner;
    private readonly Parser _parser;
    private readonly Func<Mark, SourcePosition> _positionOf;
    private readonly ProblemList _problems;
    private readonly Dictionary<string, ScenarioNode> _anchors = [];

    private YamlNodeReader(string text, Func<Mark, SourcePosition> positionOf, ProblemList problems)
    {
        _text = text;
        _scanner = new Scanner(new StringReader(text));
        _parser = new Parser(_scanner);
        _positionOf = positionOf;
        _problems = problems;
    }

    /// <summary>
    /// Reads the one document of a text. Null, with the reason among the problems, if it cannot be read to its end.
    /// </summary>
    /// <param name="text">YAML.</param>
    /// <param name="source">Name of the file.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public static ScenarioNode? Read(string text, string source, ProblemList problems) =>
        Read(text, mark => new SourcePosition(source, Clamp(mark.Line), Clamp(mark.Column)), problems);

    /// <summary>Reads a value of the command line, all of which has the one position given.</summary>
    public static ScenarioNode? ReadValue(string text, SourcePosition position, ProblemList problems) =>
        Read(text, _ => position, problems);

    private static ScenarioNode? Read(string text, Func<Mark, SourcePosition> positionOf, ProblemList problems)
    {
        try
        {
            return new YamlNodeReader(text, positionOf, problems).ReadDocument();
        }
        catch (UnreadableException unreadable)
        {
            problems.Error(unreadable.Position, unreadable.Message);
        }

        return null;
    }

    private ScenarioNode ReadDocument()
    {
        Expect<StreamStart>();
        if (!MoveNext() || _parser.Current is not DocumentStart)
        {
            throw Unreadable("the file is empty; allowed: a mapping with at least group: {size: N}");
        }

        MoveNext();
        ScenarioNode root = ReadNode(1);
        if (root.ExpandedNodes > MostNodes)
        {
            throw new UnreadableException(
                root.Position, $"aliases stand for more than {MostNodes} values; allowed: at most {MostNodes}");
        }

        Expect<DocumentEnd>();
        MoveNext();
        return _parser.Current is StreamEnd
            ? root
            : throw Unreadable("a second document begins here; allowed: one scenario a file");
    }

    /// <summary>Reads the node that the current event begins and moves past it.</summary>
    private ScenarioNode ReadNode(int depth)
    {
        if (depth > DeepestNesting)
        {
            throw Unreadable($"nested deeper than {DeepestNesting} levels; allowed: at most {DeepestNesting}");
        }

        if (_parser.Current is AnchorAlias alias)
        {
            return ReadAlias(alias, depth);
        }

        if (_parser.Current is not NodeEvent start)
        {
            throw Unreadable("found no value here");
        }

        if (!start.Tag.IsEmpty && !start.Tag.IsNonSpecific)
        {
            throw Unreadable($"found the tag '{Excerpt.Of(start.Tag.Value)}'; tags have no meaning in a scenario");
        }

        SourcePosition position = _positionOf(start.Start);
        MoveNext();
        ScenarioNode node = start switch
        {
            Scalar scalar => new ScalarNode(position, scalar.Value),
            SequenceStart => ReadList(position, depth),
            _ => ReadMapping(position, depth),
        };

        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = node;
        }

        return node;
    }

    private ScenarioNode ReadAlias(AnchorAlias alias, int depth)
    {
        string name = alias.Value.Value;
        // A node is entered when it is complete, so an alias to a node that contains it is never found.
        if (!_anchors.TryGetValue(name, out ScenarioNode? node))
        {
            throw Unreadable($"alias '*{Excerpt.Of(name)}' has no anchor '&{Excerpt.Of(name)}' that ends before it");
        }

        if (depth + node.Height - 1 > DeepestNesting)
        {
            throw Unreadable($"nested deeper than {DeepestNesting} levels; allowed: at most {DeepestNesting}");
        }

        MoveNext();
        return node;
    }

    private ListNode ReadList(SourcePosition position, int depth)
    {
        var items = new List<ScenarioNode>();
        while (_parser.Current is not SequenceEnd)
        {
            items.Add(ReadNode(depth + 1));
        }

        MoveNext();
        return new ListNode(position, items);
    }

    private MappingNode ReadMapping(SourcePosition position, int depth)
    {
        var entries = new List<MappingEntry>();
        var places = new Dictionary<string, SourcePosition>();
        while (_parser.Current is not MappingEnd)
        {
            if (_parser.Current is not Scalar key)
            {
                throw Unreadable("found a list or mapping as a key; allowed: a word");
            }

            if (key.Value == "<<")
            {
                throw Unreadable("merge keys (<<) are not followed; write the keys out, or alias a whole value");
            }

            SourcePosition place = _positionOf(key.Start);
            MoveNext();
            ScenarioNode value = ReadNode(depth + 1);
            if (places.TryAdd(key.Value, place))
            {
                entries.Add(new MappingEntry(key.Value, place, value));
            }
            else
            {
                _problems.Error(
                    place, $"key '{Excerpt.Of(key.Value)}' is given twice; first at {places[key.Value]}");
            }
        }

        MoveNext();
        return new MappingNode(position, entries);
    }

    private void Expect<TEvent>()
        where TEvent : ParsingEvent
    {
        if (_parser.Current is null)
        {
            MoveNext();
        }

        if (_parser.Current is not TEvent)
        {
            throw Unreadable("found something that does not belong to one YAML document");
        }
    }

    private bool MoveNext()
    {
        try
        {
            return _parser.MoveNext();
        }
        catch (YamlException exception)
        {
            throw new UnreadableException(PlaceOfTab() ?? _positionOf(exception.Start), NotYaml(exception.Message));
        }
        // The parser lets these two through for a few malformed texts (a '[' that is not closed, an odd tag).
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            throw new UnreadableException(
                PlaceOfTab() ?? _positionOf(_scanner.CurrentPosition),
                NotYaml("the structure breaks here; is a ']' or '}' missing above?"));
        }
    }

    private string NotYaml(string reason) => PlaceOfTab() is null
        ? $"not readable as YAML: {reason.TrimEnd('.')}"
        : "not readable as YAML: found a tab in the indentation; allowed: spaces";

    /// <summary>The tab that indents the line where reading stopped; the parser would name an earlier line.</summary>
    private SourcePosition? PlaceOfTab()
    {
        Mark mark = _scanner.CurrentPosition;
        int start = (int)Math.Min(mark.Index - (mark.Column - 1), _text.Length);
        for (int i = start; i < _text.Length && _text[i] is ' ' or '\t'; i++)
        {
            if (_text[i] == '\t')
            {
                return _positionOf(new Mark(i, mark.Line, i - start + 1));
            }
        }

        return null;
    }

    private UnreadableException Unreadable(string message) =>
        new(_positionOf(_parser.Current?.Start ?? Mark.Empty), message);

    private static int Clamp(long number) => (int)Math.Clamp(number, 1, int.MaxValue);

    /// <summary>Ends the reading of a text that has no sensible continuation.</summary>
    private sealed class UnreadableException(SourcePosition position, string message) : Exception(message)
    {
        public SourcePosition Position { get; } = position;
    }
}
