namespace GdoiSim.Network.Loss;

/// <summary>
/// Loses the fragments that a script names, for tests and worked examples ("the second attempt to member 7 is lost").
/// </summary>
public sealed record ScriptedLoss : LossModel
{
    private readonly Func<uint, NetworkDrawIndex, bool> _isLost;

    /// <summary>Loss by script.</summary>
    /// <param name="isLost">
    /// Whether a member's fragment is lost. It must depend on its arguments alone: it is asked in no promised order,
    /// from several threads, and not again for a datagram that is lost already.
    /// </param>
    public ScriptedLoss(Func<uint, NetworkDrawIndex, bool> isLost)
    {
        ArgumentNullException.ThrowIfNull(isLost);
        _isLost = isLost;
    }

    /// <summary>Not known: a script has no long run.</summary>
    public override double MeanLoss => double.NaN;

    internal override LossProcess Start(in PathStreams streams, ChannelStates states) => new Process(_isLost);

    private sealed class Process(Func<uint, NetworkDrawIndex, bool> isLost) : LossProcess
    {
        internal override void Apply(
            MemberBatch members, NetworkDrawIndex packet, int fragments, Span<long> times)
        {
            for (int i = 0; i < members.Count; i++)
            {
                for (int fragment = 0; fragment < fragments && times[i] >= 0; fragment++)
                {
                    if (isLost(members[i], packet.OfFragment(fragment)))
                    {
                        times[i] = Lost;
                    }
                }
            }
        }
    }
}
