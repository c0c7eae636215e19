using GdoiSim.Metrics;

namespace GdoiSim.Analysis.Charts;

/// <summary>The time axis of the registrations of a run: from the first one begun until nearly all is over.</summary>
internal sealed class RegistrationAxis
{
    private const int FewestSteps = 60;
    private const int MostSteps = 240;

    /// <summary>Requests that a step should hold, so that the chance of single ones averages out.</summary>
    private const double RequestsAStep = 20;

    /// <summary>What comes after this share of the requests and of the completions is left off.</summary>
    private const double NearlyAll = 0.999;

    private readonly IReadOnlyList<TimelineRow> _rows;
    private readonly long _width;
    private readonly long _first;
    private readonly long _group;
    private readonly int _count;
    private readonly UnitScale _unit;

    private RegistrationAxis(IReadOnlyList<TimelineRow> rows, long first, long bins)
    {
        _rows = rows;
        _width = rows.Count == 0 ? 1_000_000_000 : rows[0].Width.Nanoseconds;
        _first = first;
        var steps = (long)Math.Clamp(rows.Sum(row => row.RegistrationSent) / RequestsAStep, FewestSteps, MostSteps);
        _group = Math.Max(1, (bins + steps - 1) / steps);
        _count = (int)Math.Max(1, (bins + _group - 1) / _group);
        _unit = UnitScale.For("s", (first + (_count * _group)) * _width / 1e9);
    }

    /// <summary>The words at the axis.</summary>
    public string Label => _unit.Label("time since the start of the run");

    /// <summary>The beginning of the axis in its unit.</summary>
    public double Begin => At(0);

    /// <summary>The end of the axis in its unit.</summary>
    public double End => At(_count);

    private double StepSeconds => _group * _width / 1e9;

    /// <summary>The axis that shows the registrations of a run.</summary>
    public static RegistrationAxis For(RunResult run)
    {
        var rows = run.Timeline;
        if (rows.Count == 0)
        {
            return new RegistrationAxis(rows, 0, 1);
        }

        var first = rows.First(row => row.RegistrationStarted > 0 || row.RegistrationSent > 0);
        var last = Math.Max(
            Last(rows, row => row.RegistrationSent), Last(rows, row => row.RegistrationCompleted));
        var begin = Bin(first);
        return new RegistrationAxis(rows, begin, Math.Max(4, (long)(1.04 * (last + 1 - begin))));
    }

    /// <summary>Where a time of the run stands, in seconds.</summary>
    public double Position(double seconds) => seconds * _unit.Factor;

    /// <summary>A column a second, in each step.</summary>
    public double[] Rates(Func<TimelineRow, long> column)
    {
        var rates = new double[_count];
        foreach (var (row, step) in Steps())
        {
            rates[step] += column(row) / StepSeconds;
        }

        return rates;
    }

    /// <summary>A column's sum from the start of the run to the end of each step.</summary>
    public double[] Running(Func<TimelineRow, long> column)
    {
        var sums = new double[_count];
        foreach (var (row, step) in Steps())
        {
            sums[step] += column(row);
        }

        for (var step = 1; step < _count; step++)
        {
            sums[step] += sums[step - 1];
        }

        return sums;
    }

    /// <summary>The highest value of a level in each step; where the file has no row it stays as it was.</summary>
    public double[] Levels(Func<TimelineRow, long> column)
    {
        var levels = new double[_count];
        var (reached, level) = (-1, 0.0);
        foreach (var (row, step) in Steps())
        {
            while (reached < step)
            {
                levels[++reached] = level;
            }

            level = column(row);
            levels[step] = Math.Max(levels[step], level);
        }

        while (++reached < _count)
        {
            levels[reached] = level;
        }

        return levels;
    }

    /// <summary>The outline of steps as points of a line, from the lower left to the lower right.</summary>
    public (double[] Times, double[] Values) Outline(double[] values)
    {
        var times = new double[(2 * _count) + 2];
        var outline = new double[times.Length];
        times[0] = Begin;
        for (var i = 0; i < _count; i++)
        {
            (times[(2 * i) + 1], times[(2 * i) + 2]) = (At(i), At(i + 1));
            outline[(2 * i) + 1] = outline[(2 * i) + 2] = values[i];
        }

        times[^1] = End;
        return (times, outline);
    }

    private static long Bin(TimelineRow row) => row.Time.Nanoseconds / row.Width.Nanoseconds;

    private static long Last(IReadOnlyList<TimelineRow> rows, Func<TimelineRow, long> column)
    {
        var enough = NearlyAll * rows.Sum(column);
        long sum = 0;
        foreach (var row in rows)
        {
            sum += column(row);
            if (sum >= enough && sum > 0)
            {
                return Bin(row);
            }
        }

        return 0;
    }

    private double At(int step) => Position((_first + (step * _group)) * _width / 1e9);

    private IEnumerable<(TimelineRow Row, int Step)> Steps() =>
        from row in _rows
        let step = (Bin(row) - _first) / _group
        where Bin(row) >= _first && step < _count
        select (row, (int)step);
}
