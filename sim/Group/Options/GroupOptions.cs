using GdoiSim.Kernel;
using GdoiSim.Protocol;

namespace GdoiSim.Group;

/// <summary>
/// Everything that one run of a group needs to know, already checked and in kernel units. The scenario layer makes it
/// from a file; a program may make it itself, and <see cref="GroupWorld"/> throws <see cref="ArgumentException"/> for
/// what no file can contain.
/// </summary>
public sealed record GroupOptions
{
    /// <summary>Root of all random streams: one seed, one result.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Members registered before the run starts, 1 to <see cref="MaximumMembers"/>.</summary>
    public required int Members { get; init; }

    /// <summary>Which address family the members' identities (and the datagrams) belong to.</summary>
    public AddressFamily AddressFamily { get; init; } = AddressFamily.IPv4;

    /// <summary>KEK_ACK_REQUESTED (RFC 8263 section 2) of the group's policy.</summary>
    public KekAckRequested Acknowledgement { get; init; } = KekAckRequested.KekSha256;

    /// <summary>The kinds of member and their shares, at least one; shares are relative to their sum.</summary>
    public IReadOnlyList<MemberProfile> Profiles { get; init; } = [new MemberProfile { Name = "standard" }];

    /// <summary>The rekey SA's cipher and lifetime (RFC 6407 section 5.3).</summary>
    public KekOptions Kek { get; init; } = new();

    /// <summary>Lifetime and activation of the traffic keys.</summary>
    public TekOptions Tek { get; init; } = new();

    /// <summary>Algorithm that signs every GROUPKEY-PUSH (RFC 6407 section 5.3.6).</summary>
    public SignatureChoice Signature { get; init; } = SignatureChoice.Rsa2048;

    /// <summary>When the group is rekeyed.</summary>
    public RekeySchedule Rekey { get; init; } = new();

    /// <summary>How a rekey is repeated.</summary>
    public RetransmissionPolicy Retransmit { get; init; } = new();

    /// <summary>How members get their keys, at the start and after they have lost them.</summary>
    public RegistrationOptions Registration { get; init; } = new();

    /// <summary>The key hierarchy of the group; <c>null</c>: all members hold the one KEK and nothing else.</summary>
    public HierarchyOptions? Hierarchy { get; init; }

    /// <summary>When silence becomes a missing acknowledgement.</summary>
    public MissingPolicy Missing { get; init; } = new();

    /// <summary>Consecutive missing acknowledgements after which a member is removed, 1 to 64; 0: never.</summary>
    public int EvictAfter { get; init; }

    /// <summary>
    /// How long after its eviction, or after it lost its last valid TEK, a member has the current keys again;
    /// <c>null</c>: never. Stands for GROUPKEY-PULL (RFC 6407 section 3).
    /// </summary>
    public SimDuration? RecoverAfter { get; init; }

    /// <summary>The key servers; each serves its share of the members with common group keys. At least one.</summary>
    public IReadOnlyList<KeyServerOptions> KeyServers { get; init; } = [new KeyServerOptions()];

    /// <summary>Paths of members whose profile names none of its own.</summary>
    public NetworkOptions Network { get; init; } = new();

    /// <summary>
    /// Whether members share the outcome of decrypting and verifying one identical PUSH, or each computes it; results
    /// are the same, only the cost of the run differs.
    /// </summary>
    public CryptographyMode Cryptography { get; init; } = CryptographyMode.Shared;

    /// <summary>When the run ends; <c>null</c>: when the last rekey is decided and nothing is in flight.</summary>
    public SimDuration? Duration { get; init; }

    /// <summary>
    /// Width of a bin of the timeline; <c>null</c>: chosen so that the bins stay within what a result file holds.
    /// </summary>
    public SimDuration? TimelineBin { get; init; }

    /// <summary>Whose datagrams are kept for a capture; null: nobody's.</summary>
    public PacketSelection? Capture { get; init; }

    /// <summary>Members whose every step is recorded, by index.</summary>
    public IReadOnlyList<int> TracedMembers { get; init; } = [];

    /// <summary>Cores that one run may use; results do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Largest group: what an address pool of 24 bits can name.</summary>
    public const int MaximumMembers = 16_000_000;
}

/// <summary>Address family of a group.</summary>
public enum AddressFamily
{
    /// <summary>Members are named by ID_IPV4_ADDR.</summary>
    IPv4,

    /// <summary>Members are named by ID_IPV6_ADDR.</summary>
    IPv6,
}

/// <summary>Signature algorithm of the GROUPKEY-PUSH, with the fixed test key pair that goes with it.</summary>
public enum SignatureChoice
{
    /// <summary>SIG_ALG_RSA, 2048 bits, SHA-256, EMSA-PKCS1-v1_5.</summary>
    Rsa2048,

    /// <summary>SIG_ALG_ECDSA-256 (RFC 4754).</summary>
    EcdsaP256,
}

/// <summary>Cost model of the members' checks of one identical PUSH.</summary>
public enum CryptographyMode
{
    /// <summary>Computed once for each distinct datagram and key.</summary>
    Shared,

    /// <summary>Computed by each member again.</summary>
    Each,
}
