using GdoiSim.Group;
using GdoiSim.Kernel;

namespace GdoiSim.Scenario;

/// <summary>
/// A scenario as its author writes it. The properties with a <see cref="KeyAttribute"/> are the keys of the file: its
/// reader, its checks, its JSON Schema and <c>--set</c> all follow from them. Initial values are the defaults.
/// </summary>
public sealed record ScenarioFile
{
    [Key("Name in results and of the result directory.", Default = "the file's name without its ending")]
    public ScenarioName? Name { get; init; }

    [Key("The question that the scenario answers, in a sentence.")]
    public string? Question { get; init; }

    [Key("Root of all random draws: the same seed gives the same result, octet for octet.")]
    public ulong Seed { get; init; } = 1;

    [Key("When the run ends.", Default = "when the last rekey is decided and nothing is in flight", Least = "1ns")]
    public SimDuration? Duration { get; init; }

    [Key("Whether members share the outcome of checking one identical PUSH or each computes it; results are equal.")]
    public CryptographyMode Crypto { get; init; } = CryptographyMode.Shared;

    [Key("Width of a row of timeline.csv.", Default = "the run fills at most 10,000 rows", Least = "1us")]
    public SimDuration? TimelineBin { get; init; }

    [Key("The group and how its members behave.")]
    public required GroupSection Group { get; init; }

    [Key("The key-encryption key, which protects rekeys (RFC 6407 section 5.3).")]
    public KekSection Kek { get; init; } = new();

    [Key("The traffic-encryption keys, which rekeys bring (RFC 6407 section 5.5).")]
    public TekSection Tek { get; init; } = new();

    [Key("Algorithm that signs every GROUPKEY-PUSH.")]
    public SignatureChoice Signature { get; init; } = SignatureChoice.Rsa2048;

    [Key("When the group is rekeyed.")]
    public RekeySection Rekey { get; init; } = new();

    [Key("How a rekey is repeated (RFC 8263 section 6).")]
    public RetransmitSection Retransmit { get; init; } = new();

    [Key("When silence becomes a missing acknowledgement (RFC 8263 section 6).")]
    public MissingSection Missing { get; init; } = new();

    [Key("When a member that stays silent is removed.")]
    public EvictSection Evict { get; init; } = new();

    [Key(
        "How a member that was evicted, or has no valid TEK left, gets the current keys again: after a time, by a "
        + "registration if registration.mode is pull or full.",
        Default = "none; {after: 0s} if members register")]
    public RecoverySetting? Recovery { get; init; }

    [Key("How members get their keys from the key server.")]
    public RegistrationSection Registration { get; init; } = new();

    [Key(
        "A logical key hierarchy (RFC 2627, RFC 6407 section 5.6.3): members that are removed or evicted are left out "
        + "of the next keys.",
        Default = "none: removed members still read the multicast")]
    public LkhSection? Lkh { get; init; }

    [Key("The key servers: their number, cores, sockets, costs and access links.")]
    public KeyServerSection KeyServer { get; init; } = new();

    [Key("The paths between key server and members.")]
    public NetworkSection Network { get; init; } = new();

    [Key("Demands on the figures of summary.json, such as 'ack.dropped / ack.arrived <= 0.1%'; one that fails is exit "
        + "code 3.")]
    public IReadOnlyList<string> Thresholds { get; init; } = [];
}
