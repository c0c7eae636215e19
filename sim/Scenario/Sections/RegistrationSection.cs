using GdoiSim.Group;
using GdoiSim.Kernel;
using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Scenario;

/// <summary>How members get their keys: their timers, the key server's limits and costs.</summary>
public sealed record RegistrationSection
{
    [Key(
        "pre-registered: all hold the keys at the start; pull: GROUPKEY-PULL under a phase 1 SA that is there; full: "
        + "IKE phase 1, then GROUPKEY-PULL. With pull and full every member registers at the start, and again when it "
        + "has lost the keys; the scenario then needs a duration.")]
    public RegistrationMode Mode { get; init; } = RegistrationMode.PreRegistered;

    [Key("How both sides sign phase 1; simulating rsa-2048 takes far longer.")]
    public SignatureChoice Authentication { get; init; } = SignatureChoice.EcdsaP256;

    [Key("Diffie-Hellman group of phase 1 (RFC 3526 group 14, RFC 5903 group 19).")]
    public DiffieHellmanGroup DiffieHellman { get; init; } = DiffieHellmanGroup.Ecp256;

    [Key("How long a member waits before the first request of a registration.")]
    public DistributionSetting Wait { get; init; } = DistributionSetting.Of(SimDuration.Zero);

    [Key("How long a member works on a reply before its next request.")]
    public DistributionSetting MemberTime { get; init; } = DistributionSetting.Of(SimDuration.FromMilliseconds(1));

    [Key("Time without a reply after which a member repeats a request for the first time.", Least = "1ms")]
    public SimDuration RepeatAfter { get; init; } = SimDuration.FromSeconds(4L);

    [Key("How much longer it waits each time after that.", Least = "1", Most = "10")]
    public double RepeatFactor { get; init; } = 1.8;

    [Key("Repeats of a request before the member gives up and begins anew.", Most = "100")]
    public int Repeats { get; init; } = 5;

    [Key(
        "Registrations whose phase 1 is not finished that a key server keeps; further ones get no answer.",
        Default = "no limit",
        Least = "1")]
    public int? HalfOpenLimit { get; init; }

    [Key("How long it keeps one that does not go on.", Least = "1ms")]
    public SimDuration HalfOpenTimeout { get; init; } = SimDuration.FromSeconds(30L);

    [Key("What each request costs one core of the key server.")]
    public RegistrationTimeSection ServiceTime { get; init; } = new();

    internal RegistrationOptions Options => new()
    {
        Mode = Mode,
        Authentication = Authentication,
        DiffieHellman = DiffieHellman,
        Wait = Wait.ToDistribution(),
        MemberTime = MemberTime.ToDistribution(),
        RepeatAfter = RepeatAfter,
        RepeatFactor = RepeatFactor,
        Repeats = Repeats,
        HalfOpenLimit = HalfOpenLimit ?? int.MaxValue,
        HalfOpenTimeout = HalfOpenTimeout,
        ServiceTimes = new RegistrationTimes
        {
            Proposal = ServiceTime.Proposal.ToDistribution(),
            KeyExchange = ServiceTime.KeyExchange.ToDistribution(),
            Authentication = ServiceTime.Authentication.ToDistribution(),
            PullRequest = ServiceTime.PullRequest.ToDistribution(),
            KeyDownload = ServiceTime.KeyDownload.ToDistribution(),
            Duplicate = ServiceTime.Duplicate.ToDistribution(),
        },
    };
}

/// <summary>
/// Service time of each request of a registration; <c>profile:FILE</c> alone takes measured ones.
/// </summary>
public sealed record RegistrationTimeSection
{
    private const string ProfileWord = "profile:";

    [Key("File of gdoisim calibrate, relative to the scenario, with what is not given here. Alone: profile:FILE.")]
    public string? Profile { get; init; }

    [Key("Main mode message 1: choosing the proposal.")]
    public DistributionSetting Proposal { get; init; } = DistributionSetting.Of(SimDuration.FromMicroseconds(50));

    [Key("Main mode message 3: Diffie-Hellman key pair and shared secret.")]
    public DistributionSetting KeyExchange { get; init; } = DistributionSetting.Of(SimDuration.FromMilliseconds(2));

    [Key("Main mode message 5: verifying the member's signature, making the own.")]
    public DistributionSetting Authentication { get; init; } = DistributionSetting.Of(SimDuration.FromMilliseconds(1));

    [Key("GROUPKEY-PULL message 1: HASH(1), the policy, HASH(2).")]
    public DistributionSetting PullRequest { get; init; } = DistributionSetting.Of(SimDuration.FromMicroseconds(100));

    [Key("GROUPKEY-PULL message 3: HASH(3), the keys, HASH(4).")]
    public DistributionSetting KeyDownload { get; init; } = DistributionSetting.Of(SimDuration.FromMicroseconds(100));

    [Key("A request that was answered before, or is refused.")]
    public DistributionSetting Duplicate { get; init; } = DistributionSetting.Of(SimDuration.FromMicroseconds(20));

    internal static bool TryParse(string text, out RegistrationTimeSection section)
    {
        bool read = text.StartsWith(ProfileWord, StringComparison.Ordinal) && text.Length > ProfileWord.Length;
        section = new RegistrationTimeSection { Profile = read ? text[ProfileWord.Length..].Trim() : null };
        return read && section.Profile!.Length > 0;
    }

    /// <summary>As a file would have it, where it is a single value.</summary>
    public override string ToString() => Profile is null ? "" : ProfileWord + Profile;

    /// <summary>The same with measured times for all requests that the scenario itself does not set.</summary>
    /// <param name="profile">Measured times, those of registrations among them.</param>
    /// <param name="isSet">Whether the scenario sets a key of this section.</param>
    internal RegistrationTimeSection With(ServiceTimeProfile profile, Func<string, bool> isSet) => this with
    {
        Proposal = isSet("proposal") ? Proposal : DistributionSetting.Of(profile.RegistrationProposal!),
        KeyExchange = isSet("key_exchange") ? KeyExchange : DistributionSetting.Of(profile.RegistrationKeyExchange!),
        Authentication = isSet("authentication")
            ? Authentication
            : DistributionSetting.Of(profile.RegistrationAuthentication!),
        PullRequest = isSet("pull_request") ? PullRequest : DistributionSetting.Of(profile.RegistrationPullRequest!),
        KeyDownload = isSet("key_download") ? KeyDownload : DistributionSetting.Of(profile.RegistrationKeyDownload!),
    };
}
