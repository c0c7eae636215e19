using GdoiSim.Kernel;

namespace GdoiSim.Group;

/// <summary>The timers of a key server.</summary>
public enum ServerTimerKind
{
    /// <summary>Repeat the rekey, if its condition still holds.</summary>
    Retransmit,

    /// <summary>Declare what is still silent missing.</summary>
    Missing,
}

/// <summary>A timer that a key server asks for: one a (kind, rekey), armed anew when asked again.</summary>
public readonly record struct ServerTimer(ServerTimerKind Kind, int Rekey, SimTime At);

/// <summary>A transmission that a key server asks for.</summary>
/// <param name="Rekey">The rekey.</param>
/// <param name="Attempt">0 for the first transmission, then counting repeats.</param>
/// <param name="Sequence">Whether the octets are those sent before, or built anew under the next number.</param>
/// <param name="Members">Unicast addressees in ascending order; null: the multicast group.</param>
public sealed record TransmissionRequest(
    int Rekey, int Attempt, RetransmitSequence Sequence, IReadOnlyList<int>? Members);

/// <summary>A member declared missing.</summary>
/// <param name="Rekey">The rekey that it left unacknowledged.</param>
/// <param name="Member">The member.</param>
/// <param name="Evicted">Whether it was removed from the group for it.</param>
public readonly record struct MissingMember(int Rekey, int Member, bool Evicted);

/// <summary>A rekey that will not be repeated any more.</summary>
/// <param name="Rekey">Its number.</param>
/// <param name="LastSent">When its last transmission left.</param>
public readonly record struct ConcludedRekey(int Rekey, SimTime LastSent);

/// <summary>
/// What a key server wants done after it was given a timer or an instant: its only way to act, so that a simulator or a
/// socket loop can carry it out alike.
/// </summary>
public sealed class KeyServerOutput
{
    /// <summary>Timers to arm.</summary>
    public List<ServerTimer> Timers { get; } = [];

    /// <summary>Transmissions to make, in this order.</summary>
    public List<TransmissionRequest> Transmissions { get; } = [];

    /// <summary>Members declared missing.</summary>
    public List<MissingMember> Missing { get; } = [];

    /// <summary>Rekeys that will not be repeated any more; the KEK that one replaced may now be timed out.</summary>
    public List<ConcludedRekey> Concluded { get; } = [];

    /// <summary>Forgets everything, for the next use.</summary>
    public void Clear()
    {
        Timers.Clear();
        Transmissions.Clear();
        Missing.Clear();
        Concluded.Clear();
    }
}
