using System.Runtime.CompilerServices;
using GdoiSim.Kernel.Randomness;

namespace GdoiSim.Network.Loss;

/// <summary>Every fragment is lost with one probability, independently of all others.</summary>
public sealed record BernoulliLoss : LossModel
{
    /// <summary>Independent loss.</summary>
    /// <param name="probability">Probability that a fragment is lost, 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside 0 to 1.</exception>
    public BernoulliLoss(double probability)
    {
        PathOptions.CheckProbability(probability, nameof(probability));
        Probability = probability;
    }

    /// <summary>Probability that a fragment is lost.</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    public override double MeanLoss => Probability;

    internal override LossProcess Start(in PathStreams streams, ChannelStates states) =>
        new Process(streams.Loss, Probability);

    private sealed class Process(RandomStream stream, double probability) : LossProcess
    {
        [SkipLocalsInit]
        internal override void Apply(
            MemberBatch members, NetworkDrawIndex packet, int fragments, Span<long> times)
        {
            Span<double> uniforms = stackalloc double[MemberPath.BlockLength];
            uniforms = uniforms[..members.Count];
            for (int fragment = 0; fragment < fragments; fragment++)
            {
                members.FillUniform(stream, packet.OfFragment(fragment).Value, uniforms);
                MarkBelow(uniforms, probability, times);
            }
        }
    }
}
