namespace GdoiSim.Network.Loss;

/// <summary>
/// How fragments are lost on the way between a member and its key server: the immutable description, of which a path
/// makes a <see cref="LossProcess"/>.
/// </summary>
public abstract record LossModel
{
    /// <summary>No loss.</summary>
    public static LossModel None { get; } = new NoLoss();

    /// <summary>Long-run share of fragments lost, 0 to 1.</summary>
    public abstract double MeanLoss { get; }

    /// <summary>Makes the process for one path.</summary>
    /// <param name="streams">Streams of the path's direction.</param>
    /// <param name="states">Where a model with memory keeps it.</param>
    internal abstract LossProcess Start(in PathStreams streams, ChannelStates states);
}
