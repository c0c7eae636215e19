using GdoiSim.Group;
using GdoiSim.Kernel;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Scenario;

/// <summary>The group: its size, what it asks of its members, how these behave unless their profile differs.</summary>
public sealed record GroupSection
{
    [Key("Members that are registered when the run begins.", Least = "1", Most = "16000000")]
    public required int Size { get; init; }

    [Key("Address family of the members' identities: an acknowledgement has 84 octets with ipv4, 96 with ipv6.")]
    public AddressFamily Identity { get; init; } = AddressFamily.IPv4;

    [Key("KEK_ACK_REQUESTED of the group's policy (RFC 8263 section 2).")]
    public KekAckRequested Acknowledgement { get; init; } = KekAckRequested.KekSha256;

    [Key("A member delays its answer to a multicast by a uniform time from 0 to this (RFC 8263 section 6: to 5s).")]
    public SimDuration Jitter { get; init; } = SimDuration.FromSeconds(5L);

    [Key("From a rekey's arrival at a member to its answer, jitter apart: decryption, signature check, installation.")]
    public DistributionSetting ProcessingTime { get; init; } =
        DistributionSetting.Of(SimDuration.FromMilliseconds(2));

    [Key("Whether members honour the request for acknowledgements; an old implementation does not.")]
    public bool Acknowledges { get; init; } = true;

    [Key("Reading of L in ack_key's derivation: block, 512 or 1024 bits as in IEC 62351-9; output, 256 or 512.")]
    public AckLengthField AckLengthField { get; init; } = AckLengthField.Block;

    [Key("What a member does with a copy of the rekey it has: drop it as a replay, or reack: acknowledge it again.")]
    public DuplicateReaction OnDuplicate { get; init; } = DuplicateReaction.Drop;

    [Key("When members are really off the network.", Default = "never")]
    public OfflineSetting? Offline { get; init; }

    [Key("Kinds of member that differ from the keys above; members that no share takes behave as those say.")]
    public IReadOnlyList<ProfileSection> Profiles { get; init; } = [];
}

/// <summary>A kind of member. What it leaves out is as in the group.</summary>
public sealed record ProfileSection
{
    private const string AsInGroup = "as in group";

    [Key("Name in results.")]
    public required ScenarioName Name { get; init; }

    [Key("Share of the group that is of this kind.")]
    public required Share Share { get; init; }

    [Key("Whether it honours the request for acknowledgements.", Default = AsInGroup)]
    public bool? Acknowledges { get; init; }

    [Key("Its reading of L in the derivation of ack_key.", Default = AsInGroup)]
    public AckLengthField? AckLengthField { get; init; }

    [Key("What it does with a copy of the rekey it has.", Default = AsInGroup)]
    public DuplicateReaction? OnDuplicate { get; init; }

    [Key("From a rekey's arrival to its answer, jitter apart.", Default = AsInGroup)]
    public DistributionSetting? ProcessingTime { get; init; }

    [Key("Largest delay of its answer to a multicast.", Default = AsInGroup)]
    public SimDuration? Jitter { get; init; }

    [Key("When its members are off the network.", Default = AsInGroup)]
    public OfflineSetting? Offline { get; init; }

    [Key("Its paths, where they differ from the network of the scenario.", Default = "as in network")]
    public NetworkSection Network { get; init; } = new();
}
