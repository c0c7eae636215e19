namespace GdoiSim.Analysis.Theory;

/// <summary>Single servers with Poisson arrivals at load ρ and room for K in the system.</summary>
public static class Queues
{
    /// <summary>Beyond this size the numbers of the chain are scaled down; only their ratios matter.</summary>
    private const double Large = 1e200;

    /// <summary>The mean wait before service in M/D/1 (V13; Pollaczek and Khinchine): ρ / (2 μ (1 − ρ)).</summary>
    /// <param name="load">The load ρ, at least 0 and below 1.</param>
    /// <param name="servicePerSecond">The rate μ.</param>
    /// <returns>Seconds.</returns>
    public static double MeanWaitSeconds(double load, double servicePerSecond)
    {
        Probability.CheckBelowOne(load, nameof(load));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(servicePerSecond);
        return load / (2 * servicePerSecond * (1 - load));
    }

    /// <summary>
    /// The share of arrivals that M/D/1/K drops (V14), from the chain of the number left behind at departures:
    /// π_{j+1} a_0 = π_0 P(A &gt; j) + Σ_{i=1..j} π_i P(A &gt; j − i + 1) with A ~ Poisson(ρ), a form without
    /// subtractions; loss = 1 − 1 / (π_0 + ρ).
    /// </summary>
    /// <param name="load">The offered load ρ, above 0; it may exceed 1.</param>
    /// <param name="capacity">The places K in the system, at least 1.</param>
    public static double DeterministicLoss(double load, int capacity)
    {
        Check(load, capacity);
        var (arrives, exceeds) = PoissonTerms(load, capacity);
        var left = new double[capacity];
        left[0] = 1;
        for (var j = 0; j + 1 < capacity; j++)
        {
            var sum = left[0] * exceeds[j];
            for (var i = 1; i <= j; i++)
            {
                sum += left[i] * exceeds[j - i + 1];
            }

            left[j + 1] = sum / arrives[0];
            if (left[j + 1] > Large)
            {
                for (var i = 0; i <= j + 1; i++)
                {
                    left[i] /= Large;
                }
            }
        }

        return 1 - (1 / ((left[0] / left.Sum()) + load));
    }

    /// <summary>The same for exponential service: (1 − ρ) ρ^K / (1 − ρ^(K+1)), for comparison.</summary>
    /// <param name="load">The offered load ρ, above 0; it may exceed 1.</param>
    /// <param name="capacity">The places K in the system, at least 1.</param>
    public static double ExponentialLoss(double load, int capacity)
    {
        Check(load, capacity);

        // 1 / Σ ρ^-i: holds at ρ = 1 as well, where the closed form is 0/0.
        return 1 / Enumerable.Range(0, capacity + 1).Sum(i => Math.Pow(load, -i));
    }

    private static (double[] Arrives, double[] Exceeds) PoissonTerms(double mean, int count)
    {
        var equals = new double[count];
        var term = Math.Exp(-mean);
        for (var k = 0; k < count; k++)
        {
            equals[k] = term;
            term *= mean / (k + 1);
        }

        // Tails are added up from their far end, where the terms are smallest.
        var exceeds = new double[count];
        var tail = 0.0;
        for (var k = count; term > 1e-320 && k < count + 1000; k++)
        {
            tail += term;
            term *= mean / (k + 1);
        }

        for (var k = count - 1; k >= 0; k--)
        {
            exceeds[k] = tail;
            tail += equals[k];
        }

        return (equals, exceeds);
    }

    private static void Check(double load, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(load);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
    }
}
