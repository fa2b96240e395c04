export const CompareView = () => <p>soon</p>;
