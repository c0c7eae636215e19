namespace GdoiSim.Scenario;

/// <summary>
/// A value of some key of a scenario that is named elsewhere, kept as it was written: its meaning is that key's.
/// </summary>
/// <param name="Text">The value as a scenario has it.</param>
public readonly record struct WrittenValue(string Text)
{
    /// <summary>Takes any text but an empty one.</summary>
    public static bool TryParse(string text, out WrittenValue value)
    {
        value = new WrittenValue(text);
        return text.Length > 0;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
