namespace GdoiSim.Network;

/// <summary>
/// What one packet's draws depend on besides seed, purpose and member: rekey, attempt, copy and fragment, packed into
/// the 64-bit index of a random stream. It is never a running count, so that two policies compared under one seed see
/// the same luck for the same packet however many packets either of them sent before.
/// </summary>
public readonly record struct NetworkDrawIndex
{
    /// <summary>Largest rekey number.</summary>
    public const int MaximumRekey = (1 << RekeyBits) - 1;

    /// <summary>Largest attempt number of a rekey.</summary>
    public const int MaximumAttempt = (1 << AttemptBits) - 1;

    /// <summary>
    /// Largest number of a copy that a sender sends itself; the network's second delivery is counted above.
    /// </summary>
    public const int MaximumSentCopy = NetworkCopy - 1;

    /// <summary>
    /// Largest fragment number: a datagram of 65,507 octets over the smallest MTU of IPv4 makes 1,365.
    /// </summary>
    public const int MaximumFragment = (1 << FragmentBits) - 1;

    private const int FragmentBits = 12;
    private const int CopyBits = 4;
    private const int AttemptBits = 20;
    private const int RekeyBits = 28;
    private const int NetworkCopy = 1 << (CopyBits - 1);

    private NetworkDrawIndex(ulong value) => Value = value;

    /// <summary>The index of the first (or only) fragment of a packet.</summary>
    /// <param name="rekey">Number of the rekey in its run, 0 to <see cref="MaximumRekey"/>.</param>
    /// <param name="attempt">
    /// Number of the transmission within its rekey, 0 to <see cref="MaximumAttempt"/>; for an acknowledgement that of
    /// the transmission that it answers.
    /// </param>
    /// <param name="copy">
    /// 0, or what tells packets of one attempt apart: an acknowledgement of the network's second delivery of a PUSH is
    /// copy 1. At most <see cref="MaximumSentCopy"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public NetworkDrawIndex(int rekey, int attempt, int copy = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rekey);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rekey, MaximumRekey);
        ArgumentOutOfRangeException.ThrowIfNegative(attempt);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(attempt, MaximumAttempt);
        ArgumentOutOfRangeException.ThrowIfNegative(copy);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(copy, MaximumSentCopy);
        Value = (((((ulong)rekey << AttemptBits) | (uint)attempt) << CopyBits) | (uint)copy) << FragmentBits;
    }

    /// <summary>The packed form: rekey, attempt, copy, fragment from the highest bit down.</summary>
    public ulong Value { get; }

    /// <summary>Number of the rekey.</summary>
    public int Rekey => (int)(Value >> (AttemptBits + CopyBits + FragmentBits));

    /// <summary>Number of the transmission within its rekey.</summary>
    public int Attempt => (int)(Value >> (CopyBits + FragmentBits)) & MaximumAttempt;

    /// <summary>Number of the copy; 8 and above are second deliveries made by the network.</summary>
    public int Copy => (int)(Value >> FragmentBits) & ((1 << CopyBits) - 1);

    /// <summary>Number of the fragment within its datagram.</summary>
    public int Fragment => (int)Value & MaximumFragment;

    /// <summary>The same packet as the network delivers it for the second time.</summary>
    public NetworkDrawIndex SecondDelivery => new(Value | ((ulong)NetworkCopy << FragmentBits));

    /// <summary>Another fragment of the same datagram.</summary>
    /// <param name="fragment">
    /// 0 to <see cref="MaximumFragment"/>; not checked, for it comes from a checked size.
    /// </param>
    internal NetworkDrawIndex OfFragment(int fragment) => new((Value & ~(ulong)MaximumFragment) | (uint)fragment);

    /// <summary>For messages: the four numbers.</summary>
    public override string ToString() => $"rekey {Rekey}, attempt {Attempt}, copy {Copy}, fragment {Fragment}";
}
