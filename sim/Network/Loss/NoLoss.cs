namespace GdoiSim.Network.Loss;

/// <summary>Every fragment arrives.</summary>
public sealed record NoLoss : LossModel
{
    /// <inheritdoc/>
    public override double MeanLoss => 0;

    internal override LossProcess Start(in PathStreams streams, ChannelStates states) => new Process();

    private sealed class Process : LossProcess
    {
        internal override void Apply(
            MemberBatch members, NetworkDrawIndex packet, int fragments, Span<long> times)
        {
        }
    }
}
