using GdoiSim.Metrics;

namespace GdoiSim.Analysis.Charts;

/// <summary>The completion curve of one rekey, all key servers together.</summary>
internal sealed class CompletionCurve
{
    private readonly CompletionRow[] _reached;

    private CompletionCurve(int rekey, long expected, long accepted, CompletionRow[] reached) =>
        (Rekey, Expected, Accepted, _reached) = (rekey, expected, accepted, reached);

    public int Rekey { get; }

    /// <summary>How many ACKs were expected.</summary>
    public long Expected { get; }

    /// <summary>How many were accepted.</summary>
    public long Accepted { get; }

    /// <summary>The share, 0 to 1, that was ever acknowledged.</summary>
    public double Final => (double)Accepted / Expected;

    /// <summary>The time of the first acceptance, infinite if there is none.</summary>
    public double First => _reached.Length > 0 ? _reached[0].Completion!.Value.Value : double.PositiveInfinity;

    /// <summary>The time by which 99.9 % of the accepted were in, 0 if there is none.</summary>
    public double AlmostLast => Accepted > 0 ? Time(0.999 * Final) : 0;

    /// <summary>The median over the accepted, 0 if there is none.</summary>
    public double Median => Accepted > 0 ? Time(0.5 * Final) : 0;

    /// <summary>The curves of the rekeys for which an ACK was expected.</summary>
    public static IReadOnlyList<CompletionCurve> Of(RunResult run)
    {
        var rows = run.Completion.ToLookup(row => row.Rekey);
        return
        [
            .. from rekey in run.Rekeys.GroupBy(row => row.Rekey)
               let expected = rekey.Sum(row => row.AckExpected)
               where expected > 0
               orderby rekey.Key
               select new CompletionCurve(
                   rekey.Key,
                   expected,
                   rekey.Sum(row => row.AckAccepted),
                   [.. rows[rekey.Key].Where(row => row.Completion is not null)]),
        ];
    }

    /// <summary>The share, 0 to 1, acknowledged by a time: exact to the thousandth that the file holds.</summary>
    public double Share(double time)
    {
        var (from, to) = (0, _reached.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (_reached[middle].Completion!.Value.Value <= time)
            {
                from = middle + 1;
            }
            else
            {
                to = middle;
            }
        }

        return from == 0 ? 0 : from == _reached.Length ? Final : _reached[from - 1].Quantile;
    }

    /// <summary>The curve as points, every n-th of the file and the last, with its plateau.</summary>
    public (double[] Positions, double[] Shares) Points(TimeScale scale, int every)
    {
        var positions = new List<double>();
        var shares = new List<double>();
        for (var i = 0; i < _reached.Length; i++)
        {
            if (i % every == 0 || i == _reached.Length - 1)
            {
                positions.Add(scale.Position(_reached[i].Completion!.Value.Value));
                shares.Add(100 * _reached[i].Quantile);
            }
        }

        positions.Add(scale.Position(scale.End));
        shares.Add(100 * Final);
        return ([.. positions], [.. shares]);
    }

    private double Time(double share) =>
        _reached.LastOrDefault(row => row.Quantile <= share)?.Completion!.Value.Value ?? 0;
}
