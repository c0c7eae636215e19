using GdoiSim.Metrics;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Sweeps;

/// <summary>Makes the values of a parameter from what a sweep file says of them.</summary>
internal static class AxisValues
{
    /// <summary>The most values of one axis.</summary>
    public const int Most = 10_000;

    /// <summary>The values as texts; null with the reason among the problems if there are none.</summary>
    /// <param name="section">What the file says.</param>
    /// <param name="document">Where problems go.</param>
    /// <param name="path">The path of the section in the file.</param>
    public static IReadOnlyList<string>? Of(
        ValuesSection section, SettingsDocument<SweepFile> document, string path)
    {
        (string key, IReadOnlyList<string>? values) = section switch
        {
            { Values: { } listed } => ("values", [.. listed.Select(value => value.Text)]),
            { Linear: { } linear } => ("linear", Linear(linear, document, $"{path}.linear")),
            { Log: { } log } => ("log", Log(log, document, $"{path}.log")),
            _ => ("", null),
        };
        if (values is null)
        {
            return null;
        }

        if (values.Count > Most)
        {
            document.Error($"{path}.{key}", $"found {values.Count} values; allowed: at most {Most}");
            return null;
        }

        if (values.GroupBy(value => value, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice
            && section is not PairedSection)
        {
            string mend = key == "values" ? "each value once" : "fewer points, since whole numbers are taken";
            document.Error($"{path}.{key}", $"'{twice.Key}' is there {twice.Count()} times; allowed: {mend}");
            return null;
        }

        return values;
    }

    /// <summary>The unit of a list of values and what each is in it; null for words.</summary>
    public static (string Unit, IReadOnlyList<double?> Numbers) Numbers(IReadOnlyList<string> values)
    {
        Quantity?[] quantities =
            [.. values.Select(value => Quantity.TryParse(value, out Quantity quantity) ? quantity : (Quantity?)null)];
        // A plain number is also how a scenario may write a share or a size in octets.
        List<QuantityKind> kinds = [.. quantities.OfType<Quantity>().Select(quantity => quantity.Kind).Distinct()];
        kinds.RemoveAll(kind => kind == QuantityKind.Number && kinds.Count > 1);
        return kinds.Count switch
        {
            0 => ("", [.. values.Select(_ => (double?)null)]),
            1 => (new Quantity(kinds[0], 0).Unit, [.. quantities.Select(quantity => quantity?.Value)]),
            // Octets beside datagrams have no common scale.
            _ => ("", [.. values.Select(_ => (double?)null)]),
        };
    }

    private static List<string>? Linear(LinearSection linear, SettingsDocument<SweepFile> document, string path)
    {
        if (!TryEnds(linear.From.Text, linear.To.Text, document, path, out Quantity from, out Quantity to))
        {
            return null;
        }

        if (linear.Points is null && linear.Step is null)
        {
            return null;
        }

        var (first, last) = ((decimal)from.Value, (decimal)to.Value);
        int points = linear.Points ?? 0;
        Quantity finest = from;
        decimal step;
        if (linear.Step is { Text: var text })
        {
            if (!Quantity.TryParse(text, out Quantity distance) || !IsOneKind(from, distance) || distance.Value <= 0)
            {
                document.Error(
                    $"{path}.step", $"found '{text}'; allowed: a distance above 0 in the unit of from ({linear.From})");
                return null;
            }

            finest = distance;
            step = (decimal)distance.Value;
            decimal count = decimal.Floor(Math.Abs(last - first) / Math.Max(step, 1e-18m)) + 1;
            if (count is < 2 or > Most)
            {
                document.Error($"{path}.step", $"found '{text}', which gives {count} values; allowed: 2 to {Most}");
                return null;
            }

            points = (int)count;
            step = last < first ? -step : step;
        }
        else
        {
            step = (last - first) / (points - 1);
        }

        // Decimal, so that 0 % to 1 % in steps of 0.1 % has no 0.30000000000000004 %.
        return
        [
            .. Enumerable.Range(0, points).Select(i => Between((double)(first + (step * i)), from, to, finest)),
        ];
    }

    private static List<string>? Log(LogSection log, SettingsDocument<SweepFile> document, string path)
    {
        if (!TryEnds(log.From.Text, log.To.Text, document, path, out Quantity from, out Quantity to))
        {
            return null;
        }

        if (from.Value <= 0 || to.Value <= 0)
        {
            string key = from.Value <= 0 ? "from" : "to";
            document.Error($"{path}.{key}", "found 0; allowed: more than 0, since ratios are equal");
            return null;
        }

        if (log.Points < 2)
        {
            return null;
        }

        double ratio = to.Value / from.Value;
        return
        [
            .. Enumerable.Range(0, log.Points).Select(i => i == 0 ? Between(from.Value, from, to)
                : i == log.Points - 1 ? Between(to.Value, from, to)
                : Between(
                    SignificantDigits.Round(from.Value * Math.Pow(ratio, (double)i / (log.Points - 1))), from, to)),
        ];
    }

    private static bool TryEnds(
        string first,
        string last,
        SettingsDocument<SweepFile> document,
        string path,
        out Quantity from,
        out Quantity to)
    {
        to = default;
        if (!IsQuantity(first, document, $"{path}.from", out from)
            || !IsQuantity(last, document, $"{path}.to", out to))
        {
            return false;
        }

        if (!IsOneKind(from, to))
        {
            document.Error($"{path}.to", $"found '{last}'; allowed: a value in the unit of from ({first})");
            return false;
        }

        if (from.Value == to.Value)
        {
            document.Error($"{path}.to", $"found '{last}', as from; allowed: another value");
            return false;
        }

        return true;
    }

    /// <summary>
    /// A value between others: of the kind that any of them has (0 to 1% is a range of shares), and a fraction if any
    /// of them is one.
    /// </summary>
    private static string Between(double value, params ReadOnlySpan<Quantity> known)
    {
        Quantity like = known[0];
        foreach (Quantity other in known)
        {
            like = other.Kind != QuantityKind.Number || other.Value != Math.Floor(other.Value) ? other : like;
        }

        return like.With(value).ToString();
    }

    private static bool IsQuantity(
        string? text, SettingsDocument<SweepFile> document, string path, out Quantity quantity)
    {
        quantity = default;
        if (text is null)
        {
            // That it is missing has been said.
            return false;
        }

        if (Quantity.TryParse(text, out quantity) && quantity.Value is >= 0 and <= 1e15)
        {
            return true;
        }

        document.Error(path, $"found '{text}'; allowed: a quantity such as 1000, 5s, 1%, 64KiB or 100Mbps");
        return false;
    }

    private static bool IsOneKind(Quantity left, Quantity right) => left.Kind == right.Kind
        || left.Kind == QuantityKind.Number
        || right.Kind == QuantityKind.Number;
}
