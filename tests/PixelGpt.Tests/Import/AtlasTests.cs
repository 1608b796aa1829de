using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Import;

namespace PixelGpt.Tests.Import;

public sealed class AtlasTests : IDisposable
{
    private readonly ImportFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void An_Aseprite_atlas_is_cut_and_the_frames_of_a_tag_stay_in_one_split()
    {
        PixelImage[] frames = [.. Enumerable.Range(0, 12).Select(i => ImportFixture.Noise(i))];
        _fixture.Write("sheet.png", ImportFixture.Sheet(frames, 4, 0, 0));
        string list = string.Join(",", frames.Select((_, i) => $$"""{"filename": "hero {{i}}.aseprite", "frame": {"x": {{i % 4 * 8}}, "y": {{i / 4 * 8}}, "w": 8, "h": 8}, "rotated": false, "trimmed": false, "spriteSourceSize": {"x": 0, "y": 0, "w": 8, "h": 8}, "sourceSize": {"w": 8, "h": 8}, "duration": 100}"""));
        (SpriteDataset data, ImportReport report) = Import(
            $$"""{"frames": [{{list}}], "meta": {"image": "C:\\art\\sheet.png", "frameTags": [{"name": "walk", "from": 0, "to": 3}, {"name": "jump", "from": 4, "to": 11}]} }""",
            new ImportOptions { Splits = SplitPlan.Parse("8,4,0") });
        Assert.Equal((12, 2, 8), (report.Sprites, report.Groups, report.LargestGroup));
        Assert.Equal(frames[4..].Select(Shape).Order(), data["train"].Select(s => ImportFixture.Colors(s, data.Palette)).Order());
    }

    [Fact]
    public void Frames_without_tags_are_grouped_by_name_unless_all_have_one_name()
    {
        PixelImage[] frames = [.. Enumerable.Range(0, 4).Select(i => ImportFixture.Noise(i))];
        _fixture.Write("sheet.png", ImportFixture.Sheet(frames, 4, 0, 0));
        Assert.Equal((4, 2), Groups("cat_01.png", "cat_02.png", "dog (1).png", "dog (2).png"));
        Assert.Equal((4, 0), Groups("tile_01.png", "tile_02.png", "tile_03.png", "tile_04.png"));

        (int Sprites, int Groups) Groups(params string[] names)
        {
            string hash = string.Join(",", names.Select((name, i) => $"\"{name}\": " + $$"""{"frame": {"x": {{i * 8}}, "y": 0, "w": 8, "h": 8} }"""));
            ImportReport report = Import($$"""{"frames": {{{hash}}}, "meta": {"image": "sheet.png"} }""", new ImportOptions()).Report;
            return (report.Sprites, report.Groups);
        }
    }

    [Fact]
    public void Trimmed_and_rotated_frames_are_restored()
    {
        PixelImage sprite = ImportFixture.Draw("........", ".r#.....", ".rb.....", ".rr.....", "........", "........", "........", "........");

        // The part of 2×3 pixels is stored rotated clockwise, as 3×2 pixels.
        var sheet = new PixelImage(10, 10);
        for (int y = 0; y < 3; y++)
        {
            for (int x = 0; x < 2; x++) sheet[4 + 2 - y, 5 + x] = sprite[1 + x, 1 + y];
        }

        _fixture.Write("sheet.png", sheet);
        (SpriteDataset data, _) = Import(
            """{"frames": {"a.png": {"frame": {"x": 4, "y": 5, "w": 2, "h": 3}, "rotated": true, "trimmed": true, "spriteSourceSize": {"x": 1, "y": 1, "w": 2, "h": 3}, "sourceSize": {"w": 8, "h": 8}}}, "meta": {"image": "sheet.png"}}""",
            new ImportOptions { Size = (8, 8) });
        Assert.Equal(Shape(sprite), ImportFixture.Colors(data["train"][0], data.Palette));
    }

    [Theory]
    [InlineData("""{"frames": {}, "meta": {"image": "sheet.png"}}""", "an atlas must have 1 to 1048576 frames (got 0)")]
    [InlineData("""{"frames": [{"filename": "a", "frame": {"x": 0, "y": 0, "w": 0, "h": 8}}], "meta": {"image": "sheet.png"}}""", "frame 'a' has an invalid position or size")]
    [InlineData("""{"frames": [{"filename": "a", "frame": {"x": 0, "y": 0, "w": 8, "h": 8}}]}""", "expected a JSON atlas of Aseprite or TexturePacker")]
    [InlineData("""[1, 2]""", "expected a JSON atlas of Aseprite or TexturePacker")]
    [InlineData("""{"frames": [{"filename": "a", "frame": {"x": 4, "y": 0, "w": 8, "h": 8}}], "meta": {"image": "sheet.png"}}""", "frame 'a' is not completely inside the sheet of 8×8 pixels")]
    [InlineData("""{"frames": [{"filename": "a", "frame": {"x": 0, "y": 0, "w": 8, "h": 8}}], "meta": {"image": "../none.png"}}""", "none.png: no such file")]
    public void Invalid_atlases_are_errors(string json, string message)
    {
        _fixture.Write("sheet.png", ImportFixture.Noise(0));
        Assert.Contains(message, Assert.Throws<InputException>(() => Import(json, new ImportOptions())).Message, StringComparison.Ordinal);
    }

    private (SpriteDataset Data, ImportReport Report) Import(string json, ImportOptions options)
    {
        File.WriteAllText(_fixture["atlas.json"], json);
        var atlas = Atlas.Load(_fixture["atlas.json"]);
        return SpriteImport.Run("atlas", [new PictureFile(atlas.ImagePath, IsSheet: true) { Atlas = atlas }], options);
    }

    private static string Shape(PixelImage image) => ImportFixture.Colors(image, new Rgb(255, 255, 255));
}
