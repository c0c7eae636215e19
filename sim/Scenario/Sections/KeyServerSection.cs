using GdoiSim.Group;
using GdoiSim.Kernel;

namespace GdoiSim.Scenario;

/// <summary>The key servers, all alike but for their shares.</summary>
public sealed record KeyServerSection
{
    [Key("Key servers; each serves its share of the members with common group keys.", Least = "1", Most = "64")]
    public int Count { get; init; } = 1;

    [Key("Share of the members of each key server, in order; they add up to 100%.", Default = "equal shares")]
    public IReadOnlyList<Share>? Shares { get; init; }

    [Key("Cores that work on datagrams.", Least = "1", Most = "1024")]
    public int Cores { get; init; } = 1;

    [Key(
        "Socket buffer: a number of datagrams, or octets as Linux charges them: 832 for an acknowledgement, twice what"
        + " a program passes to SO_RCVBUF.")]
    public ReceiveBuffer ReceiveBuffer { get; init; } = ReceiveBuffer.OfOctets(212_992);

    [Key("What each kind of work costs one core.")]
    public ServiceTimeSection ServiceTime { get; init; } = new();

    [Key("The link that connects each server to the network, each direction.")]
    public LinkSection Link { get; init; } = new();
}

/// <summary>Service time of each kind of work; <c>profile:FILE</c> alone takes measured ones.</summary>
public sealed record ServiceTimeSection
{
    private const string ProfileWord = "profile:";

    [Key("File of gdoisim calibrate, relative to the scenario, with what is not given here. Alone: profile:FILE.")]
    public string? Profile { get; init; }

    [Key("An acknowledgement that is accepted.")]
    public DistributionSetting Accepted { get; init; } = DistributionSetting.Of(SimDuration.FromMicroseconds(50));

    [Key("An acknowledgement that the duplicate filter stops.")]
    public DistributionSetting Duplicate { get; init; } = DistributionSetting.Of(SimDuration.FromMicroseconds(10));

    [Key("A datagram that is rejected.")]
    public DistributionSetting Rejected { get; init; } = DistributionSetting.Of(SimDuration.FromMicroseconds(40));

    [Key("Building, signing and encrypting a rekey.")]
    public DistributionSetting PushBuild { get; init; } = DistributionSetting.Of(SimDuration.FromMilliseconds(1));

    [Key("Handing one datagram of a rekey to the network.")]
    public DistributionSetting PushSend { get; init; } = DistributionSetting.Of(SimDuration.FromMicroseconds(20));

    internal static bool TryParse(string text, out ServiceTimeSection section)
    {
        bool read = text.StartsWith(ProfileWord, StringComparison.Ordinal) && text.Length > ProfileWord.Length;
        section = new ServiceTimeSection { Profile = read ? text[ProfileWord.Length..].Trim() : null };
        return read && section.Profile!.Length > 0;
    }

    /// <summary>As a file would have it, where it is a single value.</summary>
    public override string ToString() => Profile is null ? "" : ProfileWord + Profile;

    /// <summary>The same with measured times for all kinds of work that the scenario itself does not set.</summary>
    /// <param name="profile">The measured times.</param>
    /// <param name="isSet">Whether the scenario sets a key of this section.</param>
    internal ServiceTimeSection With(ServiceTimeProfile profile, Func<string, bool> isSet) => this with
    {
        Accepted = isSet("accepted") ? Accepted : DistributionSetting.Of(profile.Accepted),
        Duplicate = isSet("duplicate") ? Duplicate : DistributionSetting.Of(profile.Duplicate),
        Rejected = isSet("rejected") ? Rejected : DistributionSetting.Of(profile.Rejected),
        PushBuild = isSet("push_build") ? PushBuild : DistributionSetting.Of(profile.PushBuild),
        PushSend = isSet("push_send") ? PushSend : DistributionSetting.Of(profile.PushSend),
    };
}

/// <summary>An access link.</summary>
public sealed record LinkSection
{
    [Key("Bandwidth of each direction, or unlimited.")]
    public BitRate Bandwidth { get; init; }

    [Key("Octets that may wait for the link, IP headers included.")]
    public OctetCount Queue { get; init; } = new(262_144);
}
