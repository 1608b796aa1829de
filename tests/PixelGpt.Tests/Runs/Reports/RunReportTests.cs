using System.Text.RegularExpressions;
using System.Xml.Linq;
using PixelGpt.Data;
using PixelGpt.Evaluation;
using PixelGpt.Evaluation.Distances;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Runs;
using PixelGpt.Runs.Reports;
using PixelGpt.Tests.Evaluation;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Runs.Reports;

/// <summary>Tests the HTML of the report.</summary>
public sealed class RunReportTests : IDisposable
{
    private const string Name = "<script>alert(1)</script>";

    private readonly RunFixture _fixture = new();
    private readonly ModelEvaluation _evaluation;
    private readonly RunHistory _history;
    private readonly string _page;
    private readonly XElement _root;

    public RunReportTests()
    {
        RunFolder folder = _fixture.Train("run");
        var model = PixelModel.Load(folder.Path);
        var data = new SpriteDataset(Name, _fixture.Data.Palette, _fixture.Data.Width, _fixture.Data.Height, _fixture.Data.Splits);
        EvaluationOptions options = new() { Protocols = [new(DistanceProtocol.Completed, new ProjectedPixels()), new(DistanceProtocol.Original, new ProjectedPixels())] };
        ModelEvaluation evaluation = ModelEvaluation.Compute(model, data, ["dev", "test"], options);
        _history = RunHistory.Load(folder);
        EvaluationReport report = evaluation.Report with { Model = ModelDescription.Of(model, folder) };
        _evaluation = evaluation with { Report = report with { Warnings = EvaluationWarnings.Find(report, _history) } };
        _page = RunReport.Write(_evaluation, _history, Name);
        _root = XDocument.Parse(_page).Root!;
    }

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void It_requests_nothing_from_other_servers()
    {
        Assert.DoesNotContain("http:", _page);
        Assert.DoesNotContain("https:", _page);
        Assert.DoesNotContain("@import", _page);
        Assert.DoesNotContain("url(", _page);
        Assert.DoesNotContain("<link", _page);
        Assert.Empty(_root.Descendants("script"));
        Assert.All(_root.Descendants("img"), i => Assert.StartsWith("data:image/png;base64,", i.Attribute("src")!.Value));
        Assert.All(_root.Descendants("a"), a => Assert.StartsWith("#", a.Attribute("href")!.Value));
        Assert.StartsWith("default-src 'none'", _root.Descendants("meta").Single(m => m.Attribute("http-equiv") is not null).Attribute("content")!.Value);
    }

    [Fact]
    public void Links_have_targets_and_ids_are_unique()
    {
        string[] ids = [.. _root.Descendants().Attributes("id").Select(a => a.Value)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(_root.Descendants("a").Select(a => a.Attribute("href")!.Value[1..]).Concat(_root.Descendants().Attributes("aria-labelledby").Select(a => a.Value)), target => Assert.Contains(target, ids));
    }

    [Fact]
    public void Names_are_escaped()
    {
        Assert.Equal(Name, _root.Descendants("h1").Single().Value);
        Assert.Contains(_root.Descendants("dd"), d => d.Value == Name);
    }

    [Fact]
    public void It_is_accessible_and_fits_phones_dark_themes_and_paper()
    {
        Assert.Equal("en", _root.Attribute("lang")!.Value);
        Assert.NotEmpty(_root.Descendants("table"));
        Assert.All(_root.Descendants("table"), t => Assert.NotEmpty(t.Element("caption")!.Value));
        Assert.All(_root.Descendants("th"), t => Assert.Contains(t.Attribute("scope")!.Value, (string[])["col", "row"]));
        Assert.All(_root.Descendants("img"), i => Assert.NotEmpty(i.Attribute("alt")!.Value));
        Assert.All(_root.Descendants("svg"), s => Assert.NotEmpty(s.Attribute("aria-label")!.Value));
        string[] headings = [.. _root.Descendants().Select(e => e.Name.LocalName).Where(n => Regex.IsMatch(n, "^h[1-6]$"))];
        Assert.Equal("h1", headings[0]);
        Assert.DoesNotContain(headings.Zip(headings.Skip(1)), p => p.Second[1] > p.First[1] + 1);
        Assert.Contains("prefers-color-scheme: dark", _page);
        Assert.Contains("@media print", _page);
        Assert.Contains("width=device-width", _page);
        Assert.Contains("image-rendering: pixelated", _page);
    }

    [Fact]
    public void Tables_show_figures_and_baselines()
    {
        XElement completions = TableOf("Completions of test");
        Assert.Equal(
            ["completed greedily", "sampled at temperature 0.9", "white after the prompt (index 0)", "last prompt row repeated", "prompt rows mirrored downwards", "rest of the training sprite with the nearest prompt", "true pictures"],
            completions.Element("tbody")!.Elements("tr").Select(r => r.Element("th")!.Value));
        SplitEvaluation test = _evaluation.Report.Splits[1];
        Assert.Equal($"{100 * test.Accuracy:0.0} % ± {100 * test.Completions![0].AccuracyStandardError:0.0}", completions.Descendants("td").First().Value);
        Assert.Contains($"{test.NllCompleted:0.000}", TableOf("Likelihood of test").Value);
    }

    [Fact]
    public void Distances_name_their_protocol_and_the_original_protocol_has_a_warning()
    {
        XElement completed = TableOf("protocol completed"), original = TableOf("protocol original");
        Assert.Contains("FID (completed)", completed.Descendants("th").Select(t => t.Value));
        Assert.Contains("FID (original)", original.Descendants("th").Select(t => t.Value));
        Assert.Contains("Warning: this FID misleads", _page);
        Assert.Contains("do not span 24 dimensions", _page);
        string missing = RunReport.Write(_evaluation with { Report = _evaluation.Report with { NoDistances = "get the <weights>" } }, _history, "run");
        Assert.Contains("No FID: get the &lt;weights&gt;.", missing);
    }

    [Fact]
    public void It_has_curves_pictures_recipe_and_warnings()
    {
        Assert.Equal(2, _root.Descendants("svg").Count());
        Assert.Equal(3, _root.Descendants("svg").Descendants("polyline").Count());
        Assert.Contains("Only 5 sprites in test: all figures have a large random error", _root.Descendants("li").Select(l => l.Value).Single(v => v.StartsWith("Only 5 sprites in test", StringComparison.Ordinal)));
        Assert.Contains("0.01, constant", _root.Descendants("dd").Select(d => d.Value));

        // For each split: one strip per sprite, one strip per completion with its nearest training sprite, the heat map and its scale.
        Assert.Equal(2 * (5 + (2 * 5) + 2), _root.Descendants("img").Count());
    }

    [Fact]
    public void A_strip_shows_prompt_completions_and_truth()
    {
        XElement strip = _root.Descendants("ul").First(u => u.Attribute("class")?.Value == "strips").Descendants("img").First();
        using var file = new TemporaryFolder();
        File.WriteAllBytes(file["strip.png"], Convert.FromBase64String(strip.Attribute("src")!.Value["data:image/png;base64,".Length..]));
        PixelImage image = PngReader.Read(file["strip.png"]);
        int scale = 80 / TinyModels.Width;
        Assert.Equal((4 * ((TinyModels.Width * scale) + 8), (TinyModels.Height * scale) + 8), (image.Width, image.Height));
        Assert.Equal(($"{image.Width}", $"{image.Height}"), (strip.Attribute("width")!.Value, strip.Attribute("height")!.Value));
        Sprite truth = _evaluation.Splits[0].Truths[0];
        int Middle(int panel) => 4 + (panel * ((TinyModels.Width * scale) + 8)) + (scale / 2);
        Rgba last = Rgba.From(_evaluation.Palette[truth.Pixels[^TinyModels.Width]]);
        Assert.Equal(last, image[Middle(3), image.Height - 4 - (scale / 2)]);
        Assert.Equal(Rgba.From(_evaluation.Palette[truth.Pixels[0]]), image[Middle(1), 4 + (scale / 2)]);
    }

    [Fact]
    public void The_same_evaluation_gives_the_same_bytes() => Assert.Equal(_page, RunReport.Write(_evaluation, _history, Name));

    [Fact]
    public void The_report_of_a_model_without_a_run_has_no_curves()
    {
        string page = RunReport.Write(_evaluation, new RunHistory(null, []), "model");
        Assert.DoesNotContain("<svg", page);
        Assert.DoesNotContain("Training", XDocument.Parse(page).Descendants("h2").Select(h => h.Value));
    }

    private XElement TableOf(string caption) => _root.Descendants("table").First(t => t.Element("caption")!.Value.Contains(caption, StringComparison.Ordinal));
}
