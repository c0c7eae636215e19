using GdoiSim.Kernel;

namespace GdoiSim.Scenario;

/// <summary>How packets are lost on a path: none, a share (independent losses), or one of the mappings below.</summary>
[Alternatives("bernoulli", "gilbert_elliott")]
public sealed record LossSetting
{
    /// <summary>Nothing is lost.</summary>
    public static LossSetting None { get; } = new() { Bernoulli = default(Share) };

    [Key("Each packet is lost with this probability, independently of all others.")]
    public Share? Bernoulli { get; init; }

    [Key("Losses come in bursts: each receiver's path changes between a good and a bad state.")]
    public GilbertElliottSetting? GilbertElliott { get; init; }

    internal static bool TryParse(string text, out LossSetting setting)
    {
        Share share = default;
        bool read = text == "none" || Share.TryParse(text, out share);
        setting = new LossSetting { Bernoulli = share };
        return read;
    }

    /// <summary>As a file would have it.</summary>
    public override string ToString() => this switch
    {
        { GilbertElliott: { } states } => $"{{gilbert_elliott: {states}}}",
        { Bernoulli.Value: > 0 } => $"{Bernoulli}",
        _ => "none",
    };
}

/// <summary>
/// The Gilbert–Elliott model in virtual time: slots of a fixed length, a good and a bad state, one chain a receiver.
/// </summary>
public sealed record GilbertElliottSetting
{
    [Key("Share of packets lost in the long run.")]
    public required Share Loss { get; init; }

    [Key("Mean length of the bad state in slots, from 1.", Least = "1", Most = "1000000")]
    public double MeanBurst { get; init; } = 10;

    [Key("Length of a slot; the state can change from one slot to the next.", Least = "1us")]
    public SimDuration Slot { get; init; } = SimDuration.FromMilliseconds(10);

    [Key("Probability that a packet is lost in the bad state.")]
    public Share BadLoss { get; init; } = new(1);

    [Key("Probability that a packet is lost in the good state.")]
    public Share GoodLoss { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{{loss: {Loss}, mean_burst: {MeanBurst}, slot: {Slot}, bad_loss: {BadLoss}, good_loss: {GoodLoss}}}";
}
