using GdoiSim.Metrics;

namespace GdoiSim.Scenario;

/// <summary>
/// A figure of summary.json, or something worked out from figures: names, quantities, <c>+ - * /</c> and parentheses,
/// such as <c>ack.dropped / ack.arrived</c>. Times count in seconds, shares as fractions.
/// </summary>
public sealed class MetricExpression
{
    private readonly Node _root;

    private MetricExpression(string text, Node root, IReadOnlyList<string> metrics)
    {
        (Text, _root, Metrics) = (text, root, metrics);
    }

    /// <summary>How two values are combined, or where a value comes from.</summary>
    private enum Operation
    {
        Constant,
        Figure,
        Add,
        Subtract,
        Multiply,
        Divide,
    }

    /// <summary>The expression as it was written.</summary>
    public string Text { get; }

    /// <summary>The figures that it reads, in the order of their first mention.</summary>
    public IReadOnlyList<string> Metrics { get; }

    /// <summary>The name of the figure, if the expression is nothing but that.</summary>
    public string? SingleMetric => _root.Operation == Operation.Figure ? Metrics[0] : null;

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The text.</param>
    /// <param name="expression">The expression.</param>
    /// <param name="problem">What is wrong and what is allowed; empty if nothing is.</param>
    public static bool TryParse(string text, out MetricExpression? expression, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        var reader = new Reader(text);
        expression = reader.Read() is { } root ? new MetricExpression(text.Trim(), root, reader.Metrics) : null;
        problem = reader.Problem;
        return expression is not null;
    }

    /// <summary>
    /// The value for one run. Infinite where a figure that it grows with is ("never"); NaN where there is none, as in
    /// 0 / 0.
    /// </summary>
    /// <param name="figures">The run's figures, as <see cref="RunSummary.Figures"/> gives them.</param>
    public double Evaluate(IReadOnlyList<double> figures) => _root.Evaluate(figures);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private sealed record Node(Operation Operation, double Constant, int Figure, Node? Left, Node? Right)
    {
        public double Evaluate(IReadOnlyList<double> figures) => Operation switch
        {
            Operation.Constant => Constant,
            Operation.Figure => figures[Figure],
            Operation.Add => Left!.Evaluate(figures) + Right!.Evaluate(figures),
            Operation.Subtract => Left!.Evaluate(figures) - Right!.Evaluate(figures),
            Operation.Multiply => Left!.Evaluate(figures) * Right!.Evaluate(figures),
            _ => Left!.Evaluate(figures) / Right!.Evaluate(figures),
        };
    }

    /// <summary>Recursive descent over the text: sums of products of values.</summary>
    private sealed class Reader(string text)
    {
        private const int DeepestNesting = 32;

        private readonly List<string> _metrics = [];
        private int _next;
        private int _depth;

        public string Problem { get; private set; } = "";

        public IReadOnlyList<string> Metrics => _metrics;

        public Node? Read()
        {
            Node? root = text.Length > 500 ? Fail("found more than 500 characters") : Sum();
            return root is not null && Peek() != '\0' ? Fail($"found '{Peek()}' after the expression") : root;
        }

        private Node? Sum() => Chain('+', Operation.Add, '-', Operation.Subtract, Product);

        private Node? Product() => Chain('*', Operation.Multiply, '/', Operation.Divide, Value);

        private Node? Chain(char first, Operation one, char second, Operation other, Func<Node?> part)
        {
            Node? left = part();
            while (left is not null && Peek() is var sign && (sign == first || sign == second))
            {
                _next++;
                Node? right = part();
                left = right is null ? null : new Node(sign == first ? one : other, 0, 0, left, right);
            }

            return left;
        }

        private Node? Value()
        {
            char next = Peek();
            if (next == '(')
            {
                return Parenthesis();
            }

            string word = Word();
            if (word.Length == 0)
            {
                return Fail(next == '\0' ? "a value is missing at its end" : $"found '{next}' where a value is due");
            }

            if (char.IsAsciiDigit(word[0]) || word[0] == '.')
            {
                return Quantity.TryParse(word, out Quantity quantity)
                    ? new Node(Operation.Constant, quantity.Value, 0, null, null)
                    : Fail($"found '{Excerpt.Of(word)}', which is no quantity such as 10s, 0.1% or 5");
            }

            int figure = RunSummary.FigureColumns.ToList().FindIndex(column => column.Name == word);
            if (figure < 0)
            {
                IEnumerable<string> known = RunSummary.FigureColumns.Select(column => column.Name);
                string? meant = NearestWord.To(word, known);
                string advice = meant is null
                    ? $"allowed: {string.Join(", ", known)}"
                    : $"did you mean '{meant}'? sim/Metrics/README.md lists all";
                return Fail($"there is no metric '{Excerpt.Of(word)}'; {advice}");
            }

            if (!_metrics.Contains(word))
            {
                _metrics.Add(word);
            }

            return new Node(Operation.Figure, 0, figure, null, null);
        }

        private Node? Parenthesis()
        {
            _next++;
            if (++_depth > DeepestNesting)
            {
                return Fail($"found more than {DeepestNesting} parentheses inside each other");
            }

            Node? inside = Sum();
            _depth--;
            if (inside is not null && Peek() != ')')
            {
                return Fail("a ')' is missing");
            }

            _next++;
            return inside;
        }

        private string Word()
        {
            int begin = _next;
            while (_next < text.Length && (char.IsAsciiLetterOrDigit(text[_next]) || text[_next] is '_' or '.' or '%'))
            {
                _next++;
            }

            return text[begin.._next];
        }

        /// <summary>The next character that is no space, or 0 at the end.</summary>
        private char Peek()
        {
            while (_next < text.Length && text[_next] == ' ')
            {
                _next++;
            }

            return _next < text.Length ? text[_next] : '\0';
        }

        private Node? Fail(string problem)
        {
            Problem = Problem.Length == 0 ? problem : Problem;
            return null;
        }
    }
}
