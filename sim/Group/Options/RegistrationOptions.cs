using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Group;

/// <summary>How members get their first keys, and get them again after they have lost them.</summary>
public enum RegistrationMode
{
    /// <summary>All members hold the keys at the start; who loses them is given them again without a message.</summary>
    PreRegistered,

    /// <summary>By GROUPKEY-PULL (RFC 6407 section 3) under a phase 1 SA that is there already.</summary>
    Pull,

    /// <summary>By IKE phase 1 (RFC 2409 section 5) and then GROUPKEY-PULL.</summary>
    Full,
}

/// <summary>Registration: the member's timers and the key server's limits and costs.</summary>
public sealed record RegistrationOptions
{
    /// <summary>How members register.</summary>
    public RegistrationMode Mode { get; init; } = RegistrationMode.PreRegistered;

    /// <summary>How both sides sign phase 1.</summary>
    public SignatureChoice Authentication { get; init; } = SignatureChoice.EcdsaP256;

    /// <summary>The Diffie–Hellman group of phase 1.</summary>
    public DiffieHellmanGroup DiffieHellman { get; init; } = DiffieHellmanGroup.Ecp256;

    /// <summary>
    /// How long a member waits before the first request of a registration (RFC 4046 section 5.5 names a random wait as
    /// a cure for the implosion of those out of sync).
    /// </summary>
    public Distribution Wait { get; init; } = Distribution.Constant(SimDuration.Zero);

    /// <summary>How long a member works on a reply before its next request.</summary>
    public Distribution MemberTime { get; init; } = Distribution.Constant(SimDuration.FromMilliseconds(1));

    /// <summary>How long a member waits for a reply before it repeats the request for the first time.</summary>
    public SimDuration RepeatAfter { get; init; } = SimDuration.FromSeconds(4L);

    /// <summary>How much longer it waits each time after that, at least 1.</summary>
    public double RepeatFactor { get; init; } = 1.8;

    /// <summary>How often it repeats a request before it gives the registration up.</summary>
    public int Repeats { get; init; } = 5;

    /// <summary>
    /// How many registrations a key server keeps whose phase 1 has begun and not ended; further ones are refused
    /// without an answer. <see cref="int.MaxValue"/>: no limit.
    /// </summary>
    public int HalfOpenLimit { get; init; } = int.MaxValue;

    /// <summary>How long it keeps one of those that does not go on.</summary>
    public SimDuration HalfOpenTimeout { get; init; } = SimDuration.FromSeconds(30L);

    /// <summary>What a registration costs a key server.</summary>
    public RegistrationTimes ServiceTimes { get; init; } = new();
}

/// <summary>Time of a core for each request of a registration, from its reading to its reply.</summary>
public sealed record RegistrationTimes
{
    /// <summary>Main mode message 1: choosing the proposal, and the cookie.</summary>
    public Distribution Proposal { get; init; } = Distribution.Constant(SimDuration.FromMicroseconds(50));

    /// <summary>Main mode message 3: a Diffie–Hellman key pair and the shared secret.</summary>
    public Distribution KeyExchange { get; init; } = Distribution.Constant(SimDuration.FromMilliseconds(2));

    /// <summary>Main mode message 5: verifying the member's signature and making the own.</summary>
    public Distribution Authentication { get; init; } = Distribution.Constant(SimDuration.FromMilliseconds(1));

    /// <summary>GROUPKEY-PULL message 1: HASH(1), the policy, HASH(2).</summary>
    public Distribution PullRequest { get; init; } = Distribution.Constant(SimDuration.FromMicroseconds(100));

    /// <summary>GROUPKEY-PULL message 3: HASH(3), the keys, HASH(4).</summary>
    public Distribution KeyDownload { get; init; } = Distribution.Constant(SimDuration.FromMicroseconds(100));

    /// <summary>A request that was answered before: the reply is sent again.</summary>
    public Distribution Duplicate { get; init; } = Distribution.Constant(SimDuration.FromMicroseconds(20));
}
