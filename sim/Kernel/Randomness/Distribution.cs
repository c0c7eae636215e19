namespace GdoiSim.Kernel.Randomness;

/// <summary>
/// A distribution of non-negative durations. Sampling is by inverse transform: one uniform gives one value, and a
/// greater uniform never a smaller value, so common random numbers stay common when a parameter changes.
/// </summary>
public readonly partial struct Distribution
{
    private readonly double _first;
    private readonly double _second;
    private readonly double[]? _quantiles;

    private Distribution(DistributionKind kind, double first, double second, double[]? quantiles = null)
    {
        Kind = kind;
        _first = first;
        _second = second;
        _quantiles = quantiles;
    }

    public DistributionKind Kind { get; }

    /// <summary>Whether every sample is the same.</summary>
    public bool IsConstant => Kind == DistributionKind.Constant;

    /// <summary>
    /// No sample is smaller: the constant, the lower bound, the shift, the first quantile; 0 for a log-normal.
    /// </summary>
    public SimDuration Minimum => Kind switch
    {
        DistributionKind.LogNormal => SimDuration.Zero,
        DistributionKind.Empirical => Round(_quantiles![0]),
        _ => Round(_first),
    };

    /// <summary>The mean in seconds, before rounding to nanoseconds.</summary>
    public double MeanSeconds => MeanNanoseconds / 1e9;

    private double MeanNanoseconds => Kind switch
    {
        DistributionKind.Uniform => _first + (0.5 * _second),
        DistributionKind.Exponential => _first + _second,
        DistributionKind.LogNormal => _first * ElementaryFunctions.Exp(0.5 * _second * _second),
        DistributionKind.Empirical => MeanOfTable(_quantiles!),
        _ => _first,
    };

    /// <summary>Always <paramref name="value"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public static Distribution Constant(SimDuration value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, SimDuration.Zero);
        return new(DistributionKind.Constant, value.Nanoseconds, 0);
    }

    /// <summary>Uniform between two bounds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or the bounds are in the wrong order.</exception>
    public static Distribution Uniform(SimDuration least, SimDuration greatest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(least, SimDuration.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(greatest, least);
        return new(DistributionKind.Uniform, least.Nanoseconds, (greatest - least).Nanoseconds);
    }

    /// <summary>
    /// <paramref name="shift"/> plus an exponential part with mean <paramref name="mean"/>: the mean of the whole is
    /// their sum.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or samples could pass 292 years.</exception>
    public static Distribution Exponential(SimDuration shift, SimDuration mean)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shift, SimDuration.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(mean, SimDuration.Zero);
        return Bounded(new(DistributionKind.Exponential, shift.Nanoseconds, mean.Nanoseconds), nameof(mean));
    }

    /// <summary>
    /// The log-normal with the given median, whose logarithm has standard deviation <paramref name="sigma"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// Negative or not a number, or samples could pass 292 years.
    /// </exception>
    public static Distribution LogNormal(SimDuration median, double sigma)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(median, SimDuration.Zero);
        if (!(sigma >= 0.0 && sigma <= double.MaxValue))
        {
            throw new ArgumentOutOfRangeException(nameof(sigma), sigma, "Must be a finite number, 0 or more.");
        }

        return Bounded(new(DistributionKind.LogNormal, median.Nanoseconds, sigma), nameof(sigma));
    }

    /// <summary>
    /// A measured distribution from its quantiles at the probabilities 0, 1/(n − 1), …, 1, linear in between.
    /// </summary>
    /// <param name="quantiles">At least two, none smaller than the one before; copied.</param>
    /// <exception cref="ArgumentException">Too few, negative or not sorted.</exception>
    public static Distribution Empirical(ReadOnlySpan<SimDuration> quantiles)
    {
        if (quantiles.Length < 2)
        {
            throw new ArgumentException($"{quantiles.Length} quantiles; at least 2 are needed.", nameof(quantiles));
        }

        double[] table = new double[quantiles.Length];
        SimDuration previous = SimDuration.Zero;
        for (int i = 0; i < table.Length; i++)
        {
            if (quantiles[i] < previous)
            {
                throw new ArgumentException(
                    $"Quantile {i} is {quantiles[i]}, less than {previous} before it.", nameof(quantiles));
            }

            previous = quantiles[i];
            table[i] = previous.Nanoseconds;
        }

        return new(DistributionKind.Empirical, 0, 0, table);
    }

    /// <summary>The value at a probability between 0 and 1, to the nearest nanosecond.</summary>
    public SimDuration Sample(double u) => Round(Quantile(u));

    /// <summary>The shape and its parameters in words, such as <c>exponential(shift 2ms, mean 10ms)</c>.</summary>
    public override string ToString() => Kind switch
    {
        DistributionKind.Uniform => $"uniform({Minimum}, {Round(_first + _second)})",
        DistributionKind.Exponential => $"exponential(shift {Minimum}, mean {Round(_second)})",
        DistributionKind.LogNormal => $"log-normal(median {Round(_first)}, sigma {_second})",
        DistributionKind.Empirical => $"empirical({_quantiles!.Length} quantiles)",
        _ => $"constant({Minimum})",
    };

    private static SimDuration Round(double nanoseconds) =>
        // Never negative and, by construction, below 2^63. The fraction is exact, so no half is ever missed.
        new((long)nanoseconds + (nanoseconds - Math.Truncate(nanoseconds) >= 0.5 ? 1 : 0));

    // The greatest uniform is 1 − 2^-53: what it gives is the greatest sample.
    private static Distribution Bounded(Distribution distribution, string parameter)
    {
        double greatest = distribution.Quantile(1.0 - (0.5 / (1L << 52)));
        return greatest < long.MaxValue
            ? distribution
            : throw new ArgumentOutOfRangeException(parameter, $"Samples of {distribution} could pass 292 years.");
    }

    private static double MeanOfTable(double[] quantiles)
    {
        double sum = 0.5 * (quantiles[0] + quantiles[^1]);
        for (int i = 1; i < quantiles.Length - 1; i++)
        {
            sum += quantiles[i];
        }

        return sum / (quantiles.Length - 1);
    }

    private double Quantile(double u)
    {
        switch (Kind)
        {
            case DistributionKind.Uniform:
                return _first + (u * _second);
            case DistributionKind.Exponential:
                return _first - (_second * ElementaryFunctions.Log(1.0 - u));
            case DistributionKind.LogNormal:
                return _first * ElementaryFunctions.Exp(_second * ElementaryFunctions.NormalQuantile(u));
            case DistributionKind.Empirical:
                double position = u * (_quantiles!.Length - 1);
                int below = (int)position;
                double low = _quantiles[below];
                return low + ((position - below) * (_quantiles[below + 1] - low));
            default:
                return _first;
        }
    }
}
