using GdoiSim.Kernel;

namespace GdoiSim.Scenario;

/// <summary>The key-encryption key.</summary>
public sealed record KekSection
{
    [Key("Cipher of the rekey SA.")]
    public KekAlgorithm Algorithm { get; init; } = KekAlgorithm.Aes128Cbc;

    [Key("KEK_KEY_LIFETIME in whole seconds.", Least = "1s")]
    public SimDuration Lifetime { get; init; } = SimDuration.FromSeconds(86_400L);
}

/// <summary>The traffic-encryption keys.</summary>
public sealed record TekSection
{
    [Key("Lifetime of a TEK in whole seconds, from the first transmission of the rekey that brings it.", Least = "1s")]
    public SimDuration Lifetime { get; init; } = SimDuration.FromSeconds(3_600L);

    [Key("ACTIVATION_TIME_DELAY in whole seconds; 0s leaves it out.", Most = "65535s")]
    public SimDuration ActivationDelay { get; init; }
}
