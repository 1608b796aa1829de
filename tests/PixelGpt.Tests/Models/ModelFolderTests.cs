using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.Formats;
using PixelGpt.IO;
using PixelGpt.Models;
using PixelGpt.Tests.Infrastructure;
using PixelGpt.Training;

namespace PixelGpt.Tests.Models;

public sealed class ModelFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_loaded_model_is_bit_identical_to_the_saved_one()
    {
        PixelModel model = TinyModels.PixelModel();
        Save(model);
        PixelModel loaded = PixelModel.Load(_folder.Path);

        Assert.True(model.Transformer.Parameters.Values.SequenceEqual(loaded.Transformer.Parameters.Values));
        Assert.Equal(model.Config.Description, loaded.Config.Description);
        Assert.Equal(model.Palette.Colors.AsEnumerable(), loaded.Palette.Colors);
        Assert.Equal(Losses(model.Transformer), Losses(loaded.Transformer));
    }

    [SharedFact]
    public void Names_and_shapes_are_those_of_transformers()
    {
        string reference = SharedData.PathOf("reference", "gpt2");
        var theirs = SafeTensors.Load(Path.Combine(reference, "model.safetensors"));
        ModelFolder.SaveWeights(ModelConfig.Load(Path.Combine(reference, "config.json")).Build(), _folder["model.safetensors"]);
        var ours = SafeTensors.Load(_folder["model.safetensors"]);

        Assert.Equal(theirs.Names.Order(StringComparer.Ordinal), ours.Names.Order(StringComparer.Ordinal));
        foreach (string name in theirs.Names) Assert.Equal<int>(theirs.Shape(name), ours.Shape(name));
        Assert.Equal("pt", ours.Metadata["format"]);
    }

    [Fact]
    public void An_untied_head_is_trained_and_saved()
    {
        JsonObject json = Json(TinyModels.Config(dropout: 0));
        json["tie_word_embeddings"] = false;
        var config = ModelConfig.Load(_folder.Write("config.json", json.ToJsonString()));
        Transformer model = config.Build();
        model.Parameters.Initialize(1);
        model.Pack();
        Assert.Equal(TinyModels.Config().Build().Parameters.Count + (TinyModels.Colors * 20), model.Parameters.Count);
        float[] before = model.Parameters.Values.ToArray();
        double lossBefore = Losses(model).Average();

        using var trainer = new Trainer(model, TinyModels.Dataset()[SpriteDataset.Train], new TrainingRecipe { Epochs = 10, LearningRate = 1e-2 }, threads: 2);
        Assert.True(trainer.Run(() => null, new SilentListener()));
        Save(new PixelModel(config, model, TinyModels.Palette()));
        Transformer loaded = PixelModel.Load(_folder.Path).Transformer;

        Parameter head = model.Parameters.All.Single(p => p.Name == "lm_head.weight");
        Assert.Equal<int>([TinyModels.Colors, 20], head.Shape);
        Assert.False(head.In(before).SequenceEqual(model.Parameters[head]));
        Assert.True(Losses(model).Average() < 0.8 * lossBefore);
        Assert.True(model.Parameters.Values.SequenceEqual(loaded.Parameters.Values));
        Assert.Equal(Losses(model), Losses(loaded));
    }

    [Theory]
    [InlineData("config.json", "no such file")]
    [InlineData("model.safetensors", "no such file")]
    [InlineData("colormap.txt", "no such file")]
    public void A_missing_file_is_named(string name, string what)
    {
        Save(TinyModels.PixelModel());
        File.Delete(_folder[name]);
        Refuses($"{_folder[name]}: {what}");
    }

    [Fact]
    public void The_message_for_a_missing_folder_lists_the_expected_files()
    {
        string message = Assert.Throws<InputException>(() => PixelModel.Load(_folder["absent"])).Message;
        Assert.Contains("config.json, model.safetensors and colormap.txt", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_palette_may_be_smaller_than_the_vocabulary_but_not_larger()
    {
        Save(TinyModels.PixelModel());
        _folder.Write("colormap.txt", "1 2 3\n");
        Assert.Equal(1, PixelModel.Load(_folder.Path).Palette.Count);
        _folder.Write("colormap.txt", string.Concat(Enumerable.Repeat("1 2 3\n", 12)));
        Refuses($"{_folder["colormap.txt"]}: the palette has 12 colours, but the model supports 11");
    }

    [Fact]
    public void Weights_that_do_not_belong_to_the_configuration_are_refused_and_the_tensor_is_named()
    {
        PixelModel model = TinyModels.PixelModel();
        Save(model);
        JsonObject json = Json(model.Config);

        json["n_layer"] = 3;
        _folder.Write("config.json", json.ToJsonString());
        Refuses("there is no tensor 'transformer.h.2.ln_1.weight', which the configuration requires");

        json["n_layer"] = 2;
        json["n_inner"] = 38;
        _folder.Write("config.json", json.ToJsonString());
        Refuses("tensor 'transformer.h.0.mlp.c_fc.weight' has shape [20, 37], but the configuration requires [20, 38]");

        json["n_inner"] = 37;
        json["n_embd"] = 100_000_000;
        _folder.Write("config.json", json.ToJsonString());
        Refuses("makes the model larger");
    }

    [Fact]
    public void Weights_of_the_wrong_type_are_refused_and_the_tensor_is_named()
    {
        Save(TinyModels.PixelModel());
        byte[] bytes = File.ReadAllBytes(_folder["model.safetensors"]);
        int at = bytes.AsSpan().IndexOf("\"F32\""u8);
        "\"I32\""u8.CopyTo(bytes.AsSpan(at));
        File.WriteAllBytes(_folder["model.safetensors"], bytes);
        Refuses("tensor 'transformer.wte.weight' has dtype I32; expected F32");
    }

    private void Save(PixelModel model)
    {
        model.Config.Save(_folder[ModelFolder.ConfigName]);
        ModelFolder.SaveWeights(model.Transformer, _folder[ModelFolder.WeightsName]);
        AtomicFile.WriteAllText(_folder[ModelFolder.ColormapName], model.Palette.ToColormapText());
    }

    private void Refuses(string what) =>
        Assert.Contains(what, Assert.Throws<InputException>(() => PixelModel.Load(_folder.Path)).Message, StringComparison.Ordinal);

    private JsonObject Json(ModelConfig config)
    {
        config.Save(_folder["config.json"]);
        return JsonNode.Parse(File.ReadAllText(_folder["config.json"]))!.AsObject();
    }

    private static float[] Losses(Transformer model) =>
        SequenceLoss.Evaluate(model, TinyModels.Dataset()[SpriteDataset.Dev][0].Pixels, model.CreateActivations(30, training: false)).ToArray();
}
