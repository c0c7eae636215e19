using MathNet.Numerics.Distributions;

namespace GdoiSim.Analysis.Theory;

/// <summary>What the ACKs of one multicast do to a server with finite room.</summary>
public static class Implosion
{
    /// <summary>
    /// The ACKs dropped if all come at one instant at an empty system of K places: max(0, N − K) (V10).
    /// </summary>
    /// <param name="acks">The ACKs N.</param>
    /// <param name="capacity">The places K in the system, those in service included.</param>
    public static double DropsAtOnce(double acks, double capacity) => Math.Max(0, acks - capacity);

    /// <summary>
    /// The ACKs dropped if they come evenly over a jitter window, as a fluid: max(0, N − μJ − K) (V11). Good under
    /// overload; near balance chance drops more.
    /// </summary>
    /// <param name="acks">The ACKs N.</param>
    /// <param name="jitterSeconds">The window J.</param>
    /// <param name="servicePerSecond">The ACKs μ that the server takes through in a second.</param>
    /// <param name="capacity">The places K in the system.</param>
    public static double FluidDrops(double acks, double jitterSeconds, double servicePerSecond, double capacity) =>
        Math.Max(0, acks - (servicePerSecond * jitterSeconds) - capacity);

    /// <summary>The shortest window without drops in the same limit: (N − K) / μ, at least 0.</summary>
    /// <param name="acks">The ACKs N.</param>
    /// <param name="servicePerSecond">The ACKs μ that the server takes through in a second.</param>
    /// <param name="capacity">The places K in the system.</param>
    public static double LossFreeJitterSeconds(double acks, double servicePerSecond, double capacity) =>
        Math.Max(0, (acks - capacity) / servicePerSecond);

    /// <summary>When the last ACK is done, without drops, in the same limit: max(J, N / μ).</summary>
    /// <param name="acks">The ACKs N.</param>
    /// <param name="jitterSeconds">The window J.</param>
    /// <param name="servicePerSecond">The ACKs μ that the server takes through in a second.</param>
    public static double LastDoneSeconds(double acks, double jitterSeconds, double servicePerSecond) =>
        Math.Max(jitterSeconds, acks / servicePerSecond);

    /// <summary>
    /// A quantile of the count in the busiest of the J / w bins into which N evenly jittered ACKs fall, each bin
    /// taken as Poisson (V12): the smallest c with P(Poisson(Nw/J) ≤ c)^(J/w) ≥ quantile.
    /// </summary>
    /// <param name="acks">The ACKs N.</param>
    /// <param name="jitterSeconds">The window J.</param>
    /// <param name="binSeconds">The width w of a bin.</param>
    /// <param name="quantile">The quantile over runs, above 0 and below 1; 0.5 is the median.</param>
    public static int BusiestBin(double acks, double jitterSeconds, double binSeconds, double quantile = 0.5)
    {
        Probability.CheckBelowOne(quantile, nameof(quantile));
        var bins = jitterSeconds / binSeconds;
        var mean = acks / bins;
        var count = (int)mean;
        while (count > 0 && Covers(count - 1))
        {
            count--;
        }

        while (!Covers(count))
        {
            count++;
        }

        return count;

        bool Covers(int most) => Math.Pow(Poisson.CDF(mean, most), bins) >= quantile;
    }
}
