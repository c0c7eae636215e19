using System.Text.RegularExpressions;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Sweeps;

/// <summary>
/// Which combinations of values a sweep keeps: comparisons <c>PARAMETER OP VALUE</c>, or with another parameter on the
/// right, joined by <c>and</c> and <c>or</c>; <c>and</c> binds more strongly, parentheses are allowed. Numbers compare
/// in base units, words by <c>==</c> and <c>!=</c> alone; a word satisfies no comparison with a number but <c>!=</c>.
/// </summary>
public sealed partial class CellCondition
{
    private readonly Node _root;

    private CellCondition(string text, Node root) => (Text, _root) = (text, root);

    private enum Operation
    {
        And,
        Or,
        Compare,
    }

    /// <summary>The condition as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a condition.</summary>
    /// <param name="text">The text.</param>
    /// <param name="parameters">The parameters that it may name.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="problem">What is wrong and what is allowed; empty if nothing is.</param>
    public static bool TryParse(
        string text, IReadOnlyList<SweepParameter> parameters, out CellCondition? condition, out string problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(parameters);
        var reader = new Reader(text, parameters);
        condition = reader.Read() is { } root ? new CellCondition(text.Trim(), root) : null;
        problem = reader.Problem;
        return condition is not null;
    }

    /// <summary>Whether a cell satisfies it.</summary>
    /// <param name="places">The place of each parameter's value among its values.</param>
    public bool Holds(IReadOnlyList<int> places) => _root.Holds(places);

    private readonly record struct Operand(SweepParameter? Parameter, int Index, string Text, double? Number)
    {
        public (string Text, double? Number) At(IReadOnlyList<int> places) => Parameter is null
            ? (Text, Number)
            : (Parameter.Values[places[Index]], Parameter.Numbers[places[Index]]);
    }

    private sealed record Node(
        Operation Operation, Node? Left, Node? Right, Operand First, string Sign, Operand Second)
    {
        public bool Holds(IReadOnlyList<int> places) => Operation switch
        {
            Operation.And => Left!.Holds(places) && Right!.Holds(places),
            Operation.Or => Left!.Holds(places) || Right!.Holds(places),
            _ => Compare(First.At(places), Second.At(places)),
        };

        private bool Compare((string Text, double? Number) left, (string Text, double? Number) right)
        {
            if (left.Number is { } one && right.Number is { } other)
            {
                return Sign switch
                {
                    "<=" => one <= other,
                    "<" => one < other,
                    ">=" => one >= other,
                    ">" => one > other,
                    "==" => one == other,
                    _ => one != other,
                };
            }

            return Sign switch
            {
                "==" => left.Text == right.Text,
                "!=" => left.Text != right.Text,
                _ => false,
            };
        }
    }

    /// <summary>Recursive descent over the words of the text.</summary>
    private sealed class Reader(string text, IReadOnlyList<SweepParameter> parameters)
    {
        private const int DeepestNesting = 32;

        private readonly string[] _words = [.. Words().Matches(text).Select(match => match.Value)];
        private int _next;
        private int _depth;

        public string Problem { get; private set; } = "";

        public Node? Read()
        {
            Node? root = text.Length > 500 ? Fail("found more than 500 characters") : Any();
            return root is not null && Peek() is { } more ? Fail($"found '{more}' after the condition") : root;
        }

        private string? Peek() => _next < _words.Length ? _words[_next] : null;

        private Node? Any() => Chain("or", Operation.Or, All);

        private Node? All() => Chain("and", Operation.And, Part);

        private Node? Chain(string word, Operation operation, Func<Node?> part)
        {
            Node? left = part();
            while (left is not null && Peek() == word)
            {
                _next++;
                Node? right = part();
                left = right is null ? null : new Node(operation, left, right, default, "", default);
            }

            return left;
        }

        private Node? Part()
        {
            if (Peek() != "(")
            {
                return Comparison();
            }

            _next++;
            if (++_depth > DeepestNesting)
            {
                return Fail($"found more than {DeepestNesting} parentheses inside each other");
            }

            Node? inside = Any();
            _depth--;
            if (inside is not null && Peek() != ")")
            {
                return Fail("a ')' is missing");
            }

            _next++;
            return inside;
        }

        private Node? Comparison()
        {
            string left = Value();
            string? sign = Peek();
            if (left.Length == 0 || sign is not ("<=" or "<" or ">=" or ">" or "==" or "!="))
            {
                return Fail(
                    $"found '{sign ?? "the end"}' where {(left.Length == 0 ? "a parameter" : "a comparison")} is due; "
                    + "allowed: PARAMETER OP VALUE, OP one of <=, <, >=, >, ==, !=");
            }

            _next++;
            string right = Value();
            if (right.Length == 0)
            {
                return Fail($"found '{Peek() ?? "the end"}' after '{sign}'; allowed: a value or another parameter");
            }

            if (OperandOf(left) is not { Parameter: not null } first)
            {
                IEnumerable<string> paths = parameters.Select(parameter => parameter.Path);
                string meant = NearestWord.To(left, paths) is { } known ? $"did you mean '{known}'? " : "";
                return Fail($"'{left}' is no parameter of an axis; {meant}allowed: {string.Join(", ", paths)}");
            }

            Operand second = OperandOf(right);
            if (sign is not ("==" or "!=") && second is { Parameter: null, Number: null })
            {
                return Fail($"found '{right}' after '{sign}'; allowed: a quantity such as 5s, or == and != for words");
            }

            return UnitsAgree(first, second)
                ? new Node(Operation.Compare, null, null, first, sign, second)
                : Fail($"'{right}' is not in the unit of {left} ({first.Parameter.Unit})");
        }

        private Operand OperandOf(string word)
        {
            int index = parameters.ToList().FindIndex(parameter => parameter.Path == word);
            return index >= 0
                ? new Operand(parameters[index], index, word, null)
                : new Operand(null, 0, word, Quantity.TryParse(word, out Quantity quantity) ? quantity.Value : null);
        }

        private static bool UnitsAgree(Operand first, Operand second)
        {
            string unit = second.Parameter is { } other ? other.Unit
                : Quantity.TryParse(second.Text, out Quantity quantity) ? quantity.Unit
                : "";
            return unit.Length == 0 || first.Parameter!.Unit.Length == 0 || unit == first.Parameter.Unit;
        }

        /// <summary>The words up to the next sign, such as "256 datagrams".</summary>
        private string Value()
        {
            int begin = _next;
            while (Peek() is { } word && !(word is "and" or "or" or "(" or ")" || word[0] is '<' or '>' or '=' or '!'))
            {
                _next++;
            }

            return string.Join(' ', _words[begin.._next]);
        }

        private Node? Fail(string problem)
        {
            Problem = Problem.Length == 0 ? problem : Problem;
            return null;
        }
    }

    [GeneratedRegex(@"<=|>=|==|!=|[<>=!]|[()]|[^\s<>=!()]+", RegexOptions.NonBacktracking)]
    private static partial Regex Words();
}
