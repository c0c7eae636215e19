using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace GdoiSim.Protocol.Tests;

public partial class DiscardReasonTests
{
    private static readonly DiscardReason[] All = Enum.GetValues<DiscardReason>();

    [Fact]
    public void Names_are_distinct_and_in_snake_case()
    {
        string[] names = [.. All.Select(reason => reason.ToName())];
        Assert.Equal(All.Length, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(names, name => Assert.Matches("^[a-z]+(_[a-z]+)*$", name));
    }

    [Fact]
    public void Names_are_read_back()
    {
        foreach (DiscardReason reason in All)
        {
            Assert.True(DiscardReasonNames.TryParse(reason.ToName(), out DiscardReason read));
            Assert.Equal(reason, read);
        }

        Assert.False(DiscardReasonNames.TryParse("nonsense", out _));
        Assert.False(DiscardReasonNames.TryParse(null, out _));
        Assert.False(DiscardReasonNames.TryParse("HashMismatch", out _));
    }

    [Fact]
    public void A_value_outside_the_list_has_no_name() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ((DiscardReason)255).ToName());

    [Fact]
    public void Every_reason_is_documented_with_its_section_of_an_RFC()
    {
        var file = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "GdoiSim.Protocol.xml"));
        var texts = file.Descendants("member").ToDictionary(
            member => member.Attribute("name")!.Value, member => member.Value);
        foreach (DiscardReason reason in All.Where(reason => reason != DiscardReason.None))
        {
            string name = $"F:GdoiSim.Protocol.DiscardReason.{reason}";
            Assert.Matches(Section(), texts[name]);
        }
    }

    [GeneratedRegex(@"RFC \d{4}\s+sections? \d")]
    private static partial Regex Section();
}
